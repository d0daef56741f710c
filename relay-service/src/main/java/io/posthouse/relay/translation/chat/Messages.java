package io.posthouse.relay.translation.chat;

import io.posthouse.relay.translation.json.Fields;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.Part;
import io.posthouse.relay.translation.neutral.Role;
import io.posthouse.relay.translation.neutral.Turn;
import io.posthouse.relay.translation.openai.Shared;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the messages of a Chat request. */
final class Messages {

  private Messages() {}

  static Turn read(Fields message) {
    message.drop("name", "cache_control");
    Turn turn =
        switch (message.needText("role")) {
          case "system", "developer" ->
              new Turn(Role.SYSTEM, content(message, true), message.path());
          case "user" -> new Turn(Role.USER, content(message, false), message.path());
          case "assistant" -> assistant(message);
          case "tool" -> tool(message);
          default -> throw message.bad("role", "cannot be used with this model's provider");
        };
    message.done();
    return turn;
  }

  private static Turn tool(Fields message) {
    return new Turn(
        Role.USER,
        List.of(
            new Part.ToolResult(
                message.path(),
                message.needText("tool_call_id"),
                content(message, true),
                false,
                false)),
        message.path());
  }

  private static Turn assistant(Fields message) {
    message.ignore("annotations", "logprobs", "id", "status", "parsed");
    message.refuse("audio", "function_call");
    List<Part> parts = new ArrayList<>();
    String thought = message.text("reasoning_content");
    String other = message.text("reasoning");
    message.ignore("reasoning_details");
    String envelope = message.text("reasoning_signature");
    if (thought != null || other != null || envelope != null) {
      parts.add(
          new Part.Thinking(
              message.path("reasoning_content"),
              thought != null ? thought : other != null ? other : "",
              opaque(Opaque.Kind.SIGNATURE, envelope)));
    }
    parts.addAll(content(message, true));
    String refusal = message.text("refusal");
    if (refusal != null) {
      parts.add(new Part.Refusal(message.path("refusal"), refusal));
    }
    for (Fields call : message.objects("tool_calls")) {
      call(call, parts);
    }
    return new Turn(Role.ASSISTANT, parts, message.path());
  }

  private static void call(Fields call, List<Part> parts) {
    call.ignore("index");
    String id = call.needText("id");
    Fields extra = call.object("extra_content");
    Fields google = extra == null ? null : extra.object("google");
    String signature = google == null ? null : google.text("thought_signature");
    if (signature != null) {
      parts.add(
          new Part.Thinking(call.path("extra_content"), "", opaque(Opaque.Kind.CALL, signature)));
    }
    String type = call.text("type");
    if (type != null && type.equals("custom")) {
      Fields custom = call.needObject("custom");
      String input = custom.text("input");
      parts.add(
          new Part.ToolCall(
              custom.path("input"), id, custom.needText("name"), input == null ? "" : input, true));
      custom.done();
    } else if (type == null || type.equals("function")) {
      Fields function = call.needObject("function");
      function.ignore("parsed_arguments");
      String arguments = function.text("arguments");
      parts.add(
          new Part.ToolCall(
              function.path("arguments"),
              id,
              function.needText("name"),
              arguments == null ? "" : arguments,
              false));
      function.done();
    } else {
      throw call.bad("type", "expected function or custom");
    }
    call.done();
  }

  private static @Nullable Opaque opaque(Opaque.Kind kind, @Nullable String data) {
    return data == null || data.isEmpty() ? null : new Opaque(kind, "", data);
  }

  private static List<Part> content(Fields message, boolean textAlone) {
    JsonNode content = message.any("content");
    if (content == null) {
      return List.of();
    }
    if (content.isString()) {
      return List.of(new Part.Text(message.path("content"), content.stringValue()));
    }
    List<Part> parts = new ArrayList<>();
    for (Fields part : message.objects("content")) {
      parts.add(part(part, textAlone));
      part.drop("cache_control");
      part.done();
    }
    return parts;
  }

  private static Part part(Fields part, boolean textAlone) {
    String type = part.needText("type");
    if (textAlone && !type.equals("text") && !type.equals("refusal")) {
      throw part.bad("type", "cannot stand here");
    }
    return switch (type) {
      case "text" -> {
        part.ignore("annotations", "logprobs");
        String text = part.text("text");
        yield new Part.Text(part.path(), text == null ? "" : text);
      }
      case "refusal" -> new Part.Refusal(part.path(), part.needText("refusal"));
      case "image_url" -> {
        Fields image = part.needObject("image_url");
        Part.Source source = Shared.source(image, "url", image.needText("url"));
        String detail = image.text("detail");
        image.done();
        yield new Part.Image(part.path(), source, detail);
      }
      case "input_audio" -> {
        Fields audio = part.needObject("input_audio");
        Part read = new Part.Audio(part.path(), audio.needText("format"), audio.needText("data"));
        audio.done();
        yield read;
      }
      case "file" -> file(part, part.needObject("file"));
      default -> throw part.bad("type", "cannot be used with this model's provider");
    };
  }

  private static Part file(Fields part, Fields file) {
    file.refuse("file_id");
    String data = file.needText("file_data");
    String name = file.text("filename");
    Part.Source source =
        data.startsWith("data:")
            ? Shared.source(file, "file_data", data)
            : new Part.Source.Inline(typeOf(name), data);
    file.done();
    if (source instanceof Part.Source.Inline inline && inline.mediaType().startsWith("text/")) {
      try {
        byte[] text = Base64.getDecoder().decode(inline.data());
        source = new Part.Source.Plain(new String(text, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException malformed) {
        throw file.bad("file_data", "expected base64");
      }
    }
    return new Part.Document(part.path(), source, name);
  }

  private static String typeOf(@Nullable String name) {
    return name != null && name.endsWith(".txt") ? "text/plain" : "application/pdf";
  }
}
