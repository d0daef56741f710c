package io.posthouse.relay.translation.gemini;

import io.posthouse.relay.protocol.ForeignReasoning;
import io.posthouse.relay.translation.ModelTraits;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.Part;
import io.posthouse.relay.translation.neutral.Role;
import io.posthouse.relay.translation.neutral.Turn;
import io.posthouse.relay.translation.openai.ResultOrder;
import io.posthouse.relay.translation.spoke.CallIds;
import io.posthouse.relay.translation.spoke.Writing;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns as contents: neighbours of one role joined, responses right behind their calls. */
final class ContentList {

  private final List<Turn> turns;
  private final Writing writing;
  private final ArrayNode system = Json.array();
  private final ArrayNode contents = Json.array();
  private final Map<String, String> names = new HashMap<>();
  private @Nullable String forNextCall;
  private boolean calledInStep;

  ContentList(List<Turn> turns, Writing writing) {
    this.turns = ResultOrder.of(turns, writing);
    this.writing = writing;
  }

  void writeTo(ObjectNode body) {
    for (Turn turn : turns) {
      if (turn.role() == Role.SYSTEM) {
        turn.parts().forEach(part -> part(part, system));
      } else {
        ArrayNode parts = Json.array();
        forNextCall = null;
        calledInStep = false;
        turn.parts().forEach(part -> part(part, parts));
        join(turn.role() == Role.USER ? "user" : "model", parts);
      }
    }
    if (!turns.isEmpty() && turns.getLast().role() == Role.ASSISTANT) {
      throw writing.bad(turns.getLast().path(), "this model cannot go on with a given answer");
    }
    if (!system.isEmpty()) {
      body.putObject("systemInstruction").set("parts", system);
    }
    body.set("contents", contents);
  }

  private void join(String role, ArrayNode parts) {
    if (parts.isEmpty()) {
      return;
    }
    if (!contents.isEmpty() && role.equals(Json.text(contents.get(contents.size() - 1), "role"))) {
      ((ArrayNode) contents.get(contents.size() - 1).get("parts")).addAll(parts);
    } else {
      contents.addObject().put("role", role).set("parts", parts);
    }
  }

  private void part(Part part, ArrayNode to) {
    switch (part) {
      case Part.Text text -> text(text.text(), to);
      case Part.Refusal refusal -> text(refusal.text(), to);
      case Part.Image image -> {
        if (image.detail() != null && !image.detail().equals("auto")) {
          writing.drops().drop("detail");
        }
        media(image.source(), "image/jpeg", image.path(), to);
      }
      case Part.Document document ->
          media(document.source(), "application/pdf", document.path(), to);
      case Part.Audio audio ->
          to.addObject()
              .putObject("inlineData")
              .put("mimeType", "audio/" + audio.format())
              .put("data", audio.data());
      case Part.ToolCall call -> call(call, to);
      case Part.ToolResult result -> result(result, to);
      case Part.Thinking thinking -> thinking(thinking, to);
    }
  }

  private static void text(String text, ArrayNode to) {
    if (!text.isEmpty()) {
      to.addObject().put("text", text);
    }
  }

  private void media(Part.Source source, String usual, String path, ArrayNode to) {
    switch (source) {
      case Part.Source.Inline inline ->
          to.addObject()
              .putObject("inlineData")
              .put("mimeType", inline.mediaType())
              .put("data", inline.data());
      case Part.Source.Plain plain ->
          to.addObject()
              .putObject("inlineData")
              .put("mimeType", "text/plain")
              .put(
                  "data",
                  Base64.getEncoder()
                      .encodeToString(plain.text().getBytes(StandardCharsets.UTF_8)));
      case Part.Source.Remote remote -> {
        if (!writing.target().remoteFiles()) {
          throw writing.refused(path);
        }
        to.addObject()
            .putObject("fileData")
            .put("mimeType", remote.mediaType() == null ? usual : remote.mediaType())
            .put("fileUri", remote.url());
      }
    }
  }

  private void call(Part.ToolCall call, ArrayNode to) {
    ObjectNode arguments =
        call.arguments().isBlank() ? Json.object() : Json.object(call.arguments());
    if (call.custom()) {
      throw writing.refused(call.path());
    }
    if (arguments == null) {
      throw writing.bad(call.path(), "expected a JSON object");
    }
    String name = writing.names().up(call.name());
    names.put(CallIds.safe(call.id()), name);
    ObjectNode part = to.addObject();
    part.putObject("functionCall").put("name", name).set("args", arguments);
    boolean needed =
        !calledInStep && writing.target().traits().thinking() == ModelTraits.Thinking.LEVEL;
    calledInStep = true;
    if (forNextCall != null) {
      part.put("thoughtSignature", forNextCall);
      forNextCall = null;
    } else if (needed) {
      part.put("thoughtSignature", ForeignReasoning.NO_SIGNATURE);
    }
  }

  private void result(Part.ToolResult result, ArrayNode to) {
    StringJoiner text = new StringJoiner("\n\n");
    ArrayNode files = Json.array();
    for (Part part : result.content()) {
      if (part instanceof Part.Text said) {
        text.add(said.text());
      } else {
        part(part, files);
      }
    }
    String name = names.get(CallIds.safe(result.callId()));
    to.addObject()
        .putObject("functionResponse")
        .put("name", name)
        .putObject("response")
        .put(result.error() ? "error" : "result", text.toString());
    to.addAll(files);
  }

  private void thinking(Part.Thinking thinking, ArrayNode to) {
    Opaque own = writing.own(thinking);
    if (own == null) {
      return;
    }
    if (own.kind() == Opaque.Kind.CALL) {
      forNextCall = own.data();
    } else {
      to.addObject()
          .put("text", thinking.text())
          .put("thought", true)
          .put("thoughtSignature", own.data());
    }
  }
}
