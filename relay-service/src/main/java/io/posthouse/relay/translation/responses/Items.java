package io.posthouse.relay.translation.responses;

import io.posthouse.relay.translation.json.Fields;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.Part;
import io.posthouse.relay.translation.neutral.Role;
import io.posthouse.relay.translation.neutral.Turn;
import io.posthouse.relay.translation.openai.Shared;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the items of a Responses request's input. */
final class Items {

  private Items() {}

  static Turn read(Fields item) {
    String told = item.text("type");
    String type = told == null && item.has("role") ? "message" : told;
    if (type == null) {
      throw item.bad("type", "required");
    }
    // What our own answers contain, and what SDKs add to them, is taken back (I5).
    item.ignore("id", "status", "created_by", "phase", "parsed_arguments");
    Turn turn =
        switch (type) {
          case "message" -> message(item);
          case "function_call" -> said(item, call(item, "arguments", false));
          case "custom_tool_call" -> said(item, call(item, "input", true));
          case "function_call_output" -> result(item, false);
          case "custom_tool_call_output" -> result(item, true);
          case "reasoning" -> said(item, reasoning(item));
          default -> throw item.bad("type", "cannot be used with this model's provider");
        };
    item.done();
    return turn;
  }

  private static Turn said(Fields item, Part part) {
    return new Turn(Role.ASSISTANT, List.of(part), item.path());
  }

  private static Turn message(Fields item) {
    Role role =
        switch (item.needText("role")) {
          case "user" -> Role.USER;
          case "assistant" -> Role.ASSISTANT;
          case "system", "developer" -> Role.SYSTEM;
          default -> throw item.bad("role", "expected user, assistant, system or developer");
        };
    return new Turn(role, content(item, "content"), item.path());
  }

  private static Part call(Fields item, String input, boolean custom) {
    String arguments = item.text(input);
    return new Part.ToolCall(
        item.path(input),
        item.needText("call_id"),
        Tools.flat(item.text("namespace"), item.needText("name")),
        arguments == null ? "" : arguments,
        custom);
  }

  private static Turn result(Fields item, boolean custom) {
    item.ignore("name", "namespace");
    return new Turn(
        Role.USER,
        List.of(
            new Part.ToolResult(
                item.path(), item.needText("call_id"), content(item, "output"), false, custom)),
        item.path());
  }

  private static Part reasoning(Fields item) {
    StringJoiner text = new StringJoiner("\n\n");
    text.setEmptyValue("");
    for (Fields part : item.objects("summary")) {
      part.ignore("type");
      text.add(part.needText("text"));
      part.done();
    }
    for (Fields part : item.objects("content")) {
      part.ignore("type");
      text.add(part.needText("text"));
      part.done();
    }
    return new Part.Thinking(item.path(), text.toString(), opaque(item));
  }

  private static @Nullable Opaque opaque(Fields item) {
    String data = item.text("encrypted_content");
    return data == null || data.isEmpty() ? null : new Opaque(Opaque.Kind.SIGNATURE, "", data);
  }

  private static List<Part> content(Fields holder, String name) {
    JsonNode value = holder.any(name);
    if (value == null) {
      return List.of();
    }
    if (value.isString()) {
      return List.of(new Part.Text(holder.path(name), value.stringValue()));
    }
    List<Part> parts = new ArrayList<>();
    for (Fields part : holder.objects(name)) {
      parts.add(part(part));
      part.done();
    }
    return parts;
  }

  private static Part part(Fields part) {
    return switch (part.needText("type")) {
      case "input_text", "output_text", "text" -> {
        part.ignore("annotations", "logprobs", "parsed");
        String text = part.text("text");
        yield new Part.Text(part.path(), text == null ? "" : text);
      }
      case "refusal" -> new Part.Refusal(part.path(), part.needText("refusal"));
      case "input_image" -> {
        part.refuse("file_id");
        yield new Part.Image(
            part.path(),
            Shared.source(part, "image_url", part.needText("image_url")),
            part.text("detail"));
      }
      case "input_file" -> file(part);
      default -> throw part.bad("type", "cannot be used with this model's provider");
    };
  }

  private static Part file(Fields part) {
    part.refuse("file_id");
    part.ignore("detail");
    String name = part.text("filename");
    String url = part.text("file_url");
    if (url != null) {
      return new Part.Document(part.path(), new Part.Source.Remote(url, "application/pdf"), name);
    }
    String data = part.needText("file_data");
    Part.Source source =
        data.startsWith("data:")
            ? Shared.source(part, "file_data", data)
            : new Part.Source.Inline("application/pdf", data);
    return new Part.Document(part.path(), source, name);
  }
}
