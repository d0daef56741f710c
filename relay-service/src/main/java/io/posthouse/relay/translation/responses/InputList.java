package io.posthouse.relay.translation.responses;

import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.Part;
import io.posthouse.relay.translation.neutral.Role;
import io.posthouse.relay.translation.neutral.Turn;
import io.posthouse.relay.translation.openai.ResultOrder;
import io.posthouse.relay.translation.openai.Shared;
import io.posthouse.relay.translation.spoke.CallIds;
import io.posthouse.relay.translation.spoke.Writing;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns as Responses' instructions and items. */
final class InputList {

  private final List<Turn> turns;
  private final Writing writing;
  private final ArrayNode items = Json.array();

  InputList(List<Turn> turns, Writing writing) {
    this.turns = ResultOrder.of(turns, writing);
    this.writing = writing;
  }

  void writeTo(ObjectNode body) {
    int begin = 0;
    StringJoiner instructions = new StringJoiner("\n\n");
    while (begin < turns.size() && turns.get(begin).role() == Role.SYSTEM) {
      turns.get(begin++).parts().forEach(part -> instructions.add(text(part)));
    }
    if (begin > 0) {
      body.put("instructions", instructions.toString());
    }
    for (Turn turn : turns.subList(begin, turns.size())) {
      switch (turn.role()) {
        case SYSTEM -> message("developer", turn.parts(), false);
        case USER -> user(turn);
        case ASSISTANT -> assistant(turn.parts());
      }
    }
    if (!turns.isEmpty() && turns.getLast().role() == Role.ASSISTANT) {
      throw writing.bad(turns.getLast().path(), "this model cannot go on with a given answer");
    }
    body.set("input", items);
  }

  private String text(Part part) {
    return switch (part) {
      case Part.Text text -> text.text();
      case Part.Refusal refusal -> refusal.text();
      case Part.Thinking _ -> "";
      case Part.Image _, Part.Document _, Part.Audio _, Part.ToolCall _, Part.ToolResult _ ->
          throw writing.bad(part.path(), "expected text");
    };
  }

  private void user(Turn turn) {
    if (turn.parts().getFirst() instanceof Part.ToolResult) {
      turn.parts().forEach(part -> result((Part.ToolResult) part));
    } else {
      message("user", turn.parts(), false);
    }
  }

  private void message(String role, List<Part> parts, boolean said) {
    ArrayNode content = Json.array();
    parts.forEach(part -> part(part, said, content));
    if (!content.isEmpty()) {
      items.addObject().put("type", "message").put("role", role).set("content", content);
    }
  }

  private void assistant(List<Part> parts) {
    for (Part part : parts) {
      switch (part) {
        case Part.Text text when text.text().isEmpty() -> {
          // Nothing was said.
        }
        case Part.Text _, Part.Refusal _ -> message("assistant", List.of(part), true);
        case Part.ToolCall call -> call(call);
        case Part.Thinking thinking -> thinking(thinking);
        case Part.Image _, Part.Document _, Part.Audio _, Part.ToolResult _ ->
            throw writing.refused(part.path());
      }
    }
  }

  private void call(Part.ToolCall call) {
    ObjectNode item = items.addObject();
    item.put("type", call.custom() ? "custom_tool_call" : "function_call");
    item.put("call_id", CallIds.safe(call.id())).put("name", writing.names().up(call.name()));
    if (call.custom()) {
      item.put("input", call.arguments());
    } else {
      item.put("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
    }
  }

  private void thinking(Part.Thinking thinking) {
    Opaque own = writing.own(thinking);
    if (own == null) {
      return;
    }
    ObjectNode item = items.addObject().put("type", "reasoning");
    if (!own.id().isEmpty()) {
      item.put("id", own.id());
    }
    ArrayNode summary = item.putArray("summary");
    if (!thinking.text().isEmpty()) {
      summary.addObject().put("type", "summary_text").put("text", thinking.text());
    }
    item.put("encrypted_content", own.data());
  }

  private void result(Part.ToolResult result) {
    ObjectNode item = items.addObject();
    boolean custom = result.custom() || isCustom(result.callId());
    item.put("type", custom ? "custom_tool_call_output" : "function_call_output");
    item.put("call_id", CallIds.safe(result.callId()));
    boolean textAlone = result.content().stream().allMatch(Part.Text.class::isInstance);
    if (textAlone) {
      StringJoiner text = new StringJoiner("\n\n");
      result.content().forEach(part -> text.add(text(part)));
      item.put("output", Shared.failed(result.error(), text.toString()));
      return;
    }
    ArrayNode output = item.putArray("output");
    if (result.error()) {
      output.addObject().put("type", "input_text").put("text", "Error: ");
    }
    result.content().forEach(part -> part(part, false, output));
  }

  private boolean isCustom(String callId) {
    return turns.stream()
        .flatMap(turn -> turn.parts().stream())
        .anyMatch(
            part ->
                part instanceof Part.ToolCall call && call.custom() && call.id().equals(callId));
  }

  private void part(Part part, boolean said, ArrayNode to) {
    switch (part) {
      case Part.Text text ->
          to.addObject().put("type", said ? "output_text" : "input_text").put("text", text.text());
      case Part.Refusal refusal ->
          to.addObject()
              .put("type", said ? "refusal" : "input_text")
              .put(said ? "refusal" : "text", refusal.text());
      case Part.Image image -> {
        ObjectNode written = to.addObject().put("type", "input_image");
        written.put("image_url", Shared.url(image.source()));
        written.put("detail", image.detail() == null ? "auto" : image.detail());
      }
      case Part.Document document -> document(document, to.addObject().put("type", "input_file"));
      case Part.Thinking _ -> {
        // Nobody thinks in a user's message.
      }
      case Part.Audio _, Part.ToolCall _, Part.ToolResult _ -> throw writing.refused(part.path());
    }
  }

  private static void document(Part.Document document, ObjectNode to) {
    String name = document.name();
    switch (document.source()) {
      case Part.Source.Remote remote -> to.put("file_url", remote.url());
      case Part.Source.Inline inline ->
          to.put("filename", name == null ? "document.pdf" : name)
              .put("file_data", Shared.url(inline));
      case Part.Source.Plain plain ->
          to.put("filename", name == null ? "document.txt" : name)
              .put(
                  "file_data",
                  "data:text/plain;base64,"
                      + Base64.getEncoder()
                          .encodeToString(plain.text().getBytes(StandardCharsets.UTF_8)));
    }
  }
}
