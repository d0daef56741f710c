package io.posthouse.relay.translation.chat;

import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Part;
import io.posthouse.relay.translation.neutral.Turn;
import io.posthouse.relay.translation.openai.ResultOrder;
import io.posthouse.relay.translation.openai.Shared;
import io.posthouse.relay.translation.spoke.CallIds;
import io.posthouse.relay.translation.spoke.Writing;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns as Chat wants them: each call's result right after the calls, pictures in a result as a
 * user's message behind them (T41).
 */
final class MessageList {

  private static final String SEE_BELOW = "The tool's answer holds files; they follow.";

  private final List<Turn> turns;
  private final Writing writing;
  private final ArrayNode messages = Json.array();

  private final List<Part> afterResults = new ArrayList<>();

  MessageList(List<Turn> turns, Writing writing) {
    this.turns = turns;
    this.writing = writing;
  }

  ArrayNode write() {
    for (Turn turn : ResultOrder.of(turns, writing)) {
      switch (turn.role()) {
        case SYSTEM -> system(turn);
        case ASSISTANT -> {
          filesBelow();
          assistant(turn.parts());
        }
        case USER -> {
          if (turn.parts().getFirst() instanceof Part.ToolResult) {
            turn.parts().forEach(part -> result((Part.ToolResult) part));
          } else {
            user(turn.parts());
          }
        }
      }
    }
    filesBelow();
    return messages;
  }

  /** What results held and no user's message has taken along. */
  private void filesBelow() {
    if (!afterResults.isEmpty()) {
      user(List.of());
    }
  }

  private void system(Turn turn) {
    StringJoiner text = new StringJoiner("\n\n");
    turn.parts().forEach(part -> text.add(text(part)));
    messages.addObject().put("role", "system").put("content", text.toString());
  }

  private String text(Part part) {
    return switch (part) {
      case Part.Text text -> text.text();
      case Part.Refusal refusal -> refusal.text();
      case Part.Image _, Part.Document _, Part.Audio _, Part.ToolCall _, Part.ToolResult _ ->
          throw writing.bad(part.path(), "expected text");
      case Part.Thinking _ -> "";
    };
  }

  private void assistant(List<Part> parts) {
    ArrayNode content = Json.array();
    ArrayNode calls = Json.array();
    String refusal = null;
    for (Part part : parts) {
      switch (part) {
        case Part.Text text -> {
          if (!text.text().isEmpty()) {
            content.addObject().put("type", "text").put("text", text.text());
          }
        }
        case Part.ToolCall call -> call(call, calls.addObject());
        case Part.Refusal refused -> refusal = refused.text();
        case Part.Thinking _ -> {
          // Chat has no place for it that its models would read.
        }
        case Part.Image _, Part.Document _, Part.Audio _, Part.ToolResult _ ->
            throw writing.refused(part.path());
      }
    }
    if (content.isEmpty() && calls.isEmpty() && refusal == null) {
      return;
    }
    ObjectNode message = messages.addObject().put("role", "assistant");
    if (content.isEmpty()) {
      message.putNull("content");
    } else if (content.size() == 1) {
      message.set("content", content.get(0).get("text"));
    } else {
      message.set("content", content);
    }
    if (refusal != null) {
      message.put("refusal", refusal);
    }
    if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
  }

  private void call(Part.ToolCall call, ObjectNode to) {
    String id = CallIds.safe(call.id());
    String kind = call.custom() ? "custom" : "function";
    ObjectNode inside = to.put("id", id).put("type", kind).putObject(kind);
    inside.put("name", writing.names().up(call.name()));
    if (call.custom()) {
      inside.put("input", call.arguments());
    } else {
      inside.put("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
    }
  }

  private void result(Part.ToolResult result) {
    StringJoiner text = new StringJoiner("\n\n");
    boolean files = false;
    for (Part part : result.content()) {
      switch (part) {
        case Part.Image _, Part.Document _ -> {
          files = true;
          afterResults.add(part);
        }
        default -> text.add(text(part));
      }
    }
    if (files) {
      text.add(SEE_BELOW);
    }
    messages
        .addObject()
        .put("role", "tool")
        .put("tool_call_id", CallIds.safe(result.callId()))
        .put("content", Shared.failed(result.error(), text.toString()));
  }

  private void user(List<Part> said) {
    List<Part> parts = new ArrayList<>(afterResults);
    afterResults.clear();
    parts.addAll(said);
    ObjectNode message = messages.addObject().put("role", "user");
    if (parts.size() == 1 && parts.getFirst() instanceof Part.Text text) {
      message.put("content", text.text());
      return;
    }
    ArrayNode content = message.putArray("content");
    parts.forEach(part -> part(part, content));
  }

  private void part(Part part, ArrayNode to) {
    switch (part) {
      case Part.Text text -> to.addObject().put("type", "text").put("text", text.text());
      case Part.Refusal refusal -> to.addObject().put("type", "text").put("text", refusal.text());
      case Part.Image image -> {
        ObjectNode url = to.addObject().put("type", "image_url").putObject("image_url");
        url.put("url", Shared.url(image.source()));
        if (image.detail() != null) {
          url.put("detail", image.detail());
        }
      }
      case Part.Document document -> document(document, to);
      case Part.Audio audio ->
          to.addObject()
              .put("type", "input_audio")
              .putObject("input_audio")
              .put("data", audio.data())
              .put("format", audio.format());
      case Part.Thinking _ -> {
        // Nobody thinks in a user's message.
      }
      case Part.ToolCall _, Part.ToolResult _ -> throw writing.refused(part.path());
    }
  }

  private void document(Part.Document document, ArrayNode to) {
    @Nullable String name = document.name();
    switch (document.source()) {
      case Part.Source.Plain plain ->
          to.addObject()
              .put("type", "text")
              .put("text", name == null ? plain.text() : name + "\n\n" + plain.text());
      case Part.Source.Inline inline ->
          to.addObject()
              .put("type", "file")
              .putObject("file")
              .put("filename", name == null ? "document.pdf" : name)
              .put("file_data", Shared.url(inline));
      case Part.Source.Remote _ -> throw writing.refused(document.path());
    }
  }
}
