package io.posthouse.relay.translation.gemini;

import io.posthouse.relay.translation.json.Fields;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.Part;
import io.posthouse.relay.translation.neutral.Role;
import io.posthouse.relay.translation.neutral.Turn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads contents. Calls without an id get one, and their responses are matched by name, in order
 * (protocols.md 4.1).
 */
final class Contents {

  private final List<Turn> turns = new ArrayList<>();

  /** Calls without a response yet: id to name. */
  private final Map<String, String> unanswered = new LinkedHashMap<>();

  private int calls;

  List<Turn> turns() {
    return turns;
  }

  void system(@Nullable Fields content) {
    if (content != null) {
      content.ignore("role");
      List<Part> parts = new ArrayList<>();
      parts(content, parts);
      turns.add(new Turn(Role.SYSTEM, parts, content.path()));
      content.done();
    }
  }

  /** Answers that were kept chunk by chunk, as the official SDKs do, are one again. */
  void add(Fields content) {
    String role = content.text("role");
    Role speaker =
        switch (role == null ? "user" : role) {
          case "user", "function" -> Role.USER;
          case "model" -> Role.ASSISTANT;
          default -> throw content.bad("role", "expected user or model");
        };
    boolean goesOn =
        speaker == Role.ASSISTANT && !turns.isEmpty() && turns.getLast().role() == speaker;
    Turn before = goesOn ? turns.removeLast() : new Turn(speaker, List.of(), content.path());
    List<Part> parts = new ArrayList<>(before.parts());
    parts(content, parts);
    turns.add(new Turn(speaker, parts, before.path()));
    content.done();
  }

  private void parts(Fields content, List<Part> to) {
    for (Fields part : content.objects("parts")) {
      part(part, to);
      part.drop("mediaResolution");
      part.done();
    }
  }

  private void part(Fields part, List<Part> to) {
    String text = part.text("text");
    boolean thought = part.isSet("thought");
    String signature = part.text("thoughtSignature");
    Fields call = part.object("functionCall");
    Fields response = part.object("functionResponse");
    if (call != null) {
      if (signature != null) {
        to.add(new Part.Thinking(part.path(), "", new Opaque(Opaque.Kind.CALL, "", signature)));
      }
      to.add(call(call));
    } else if (response != null) {
      response(response, to);
    } else if (thought) {
      thought(part.path(), text == null ? "" : text, signature, to);
    } else if (text != null) {
      to.add(new Part.Text(part.path(), text));
    } else {
      media(part, to);
    }
  }

  /** Thoughts that came in pieces are one again; a signature ends them. */
  private static void thought(String path, String text, @Nullable String signature, List<Part> to) {
    String whole = text;
    if (!to.isEmpty() && to.getLast() instanceof Part.Thinking before && before.opaque() == null) {
      whole = before.text() + text;
      to.removeLast();
    }
    to.add(
        new Part.Thinking(
            path,
            whole,
            signature == null ? null : new Opaque(Opaque.Kind.SIGNATURE, "", signature)));
  }

  private Part call(Fields call) {
    String name = call.needText("name");
    String id = call.text("id");
    String known = id == null || id.isEmpty() ? "call_" + calls : id;
    calls++;
    unanswered.put(known, name);
    ObjectNode args = call.raw("args");
    call.done();
    return new Part.ToolCall(
        call.path("args"), known, name, args == null ? "{}" : Json.text(args), false);
  }

  private void response(Fields response, List<Part> to) {
    response.ignore("willContinue", "scheduling");
    String name = response.needText("name");
    String id = response.text("id");
    String known = id == null || id.isEmpty() || !unanswered.containsKey(id) ? find(name) : id;
    if (known == null) {
      throw response.bad("name", "the response to no function call before it");
    }
    unanswered.remove(known);
    ObjectNode said = response.raw("response");
    List<Part> content = new ArrayList<>();
    boolean error = said != null && said.has("error");
    content.add(new Part.Text(response.path("response"), said == null ? "" : text(said)));
    for (Fields part : response.objects("parts")) {
      media(part, content);
      part.done();
    }
    response.done();
    to.add(new Part.ToolResult(response.path(), known, content, error, false));
  }

  private @Nullable String find(String name) {
    for (Map.Entry<String, String> call : unanswered.entrySet()) {
      if (call.getValue().equals(name)) {
        return call.getKey();
      }
    }
    return null;
  }

  /** A response that is one text is that text; any other is its JSON. */
  private static String text(ObjectNode said) {
    for (String name : new String[] {"result", "output", "error"}) {
      JsonNode value = said.get(name);
      if (said.size() == 1 && value != null) {
        return value.isString() ? value.stringValue() : Json.text(value);
      }
    }
    return Json.text(said);
  }

  private static void media(Fields part, List<Part> to) {
    Fields inline = part.object("inlineData");
    Fields file = part.object("fileData");
    if (inline != null) {
      inline.ignore("displayName");
      to.add(inline(inline, part.path()));
      inline.done();
    } else if (file != null) {
      file.ignore("displayName");
      String type = file.text("mimeType");
      Part.Source source = new Part.Source.Remote(file.needText("fileUri"), type);
      file.done();
      boolean image = type != null && type.startsWith("image/");
      to.add(
          image
              ? new Part.Image(part.path(), source, null)
              : new Part.Document(part.path(), source, null));
    }
  }

  private static Part inline(Fields inline, String path) {
    String type = inline.needText("mimeType").toLowerCase(Locale.ROOT);
    String data = inline.needText("data");
    if (type.startsWith("image/")) {
      return new Part.Image(path, new Part.Source.Inline(type, data), null);
    }
    if (type.startsWith("audio/")) {
      return new Part.Audio(path, type.substring("audio/".length()), data);
    }
    if (!type.startsWith("text/")) {
      return new Part.Document(path, new Part.Source.Inline(type, data), null);
    }
    try {
      String text = new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
      return new Part.Document(path, new Part.Source.Plain(text), null);
    } catch (IllegalArgumentException malformed) {
      throw inline.bad("data", "expected base64");
    }
  }
}
