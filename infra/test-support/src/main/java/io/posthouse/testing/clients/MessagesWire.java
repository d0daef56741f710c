package io.posthouse.testing.clients;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic Messages (protocols.md 1.3, 2.1). */
final class MessagesWire implements Wire {

  private static final String ID = "msg_scripted";

  @Override
  public Heard read(JsonNode request) {
    WireException.unless(request.path("model").isString(), "model: Field required");
    WireException.unless(request.path("max_tokens").isInt(), "max_tokens: Field required");
    JsonNode messages = request.path("messages");
    WireException.unless(!messages.isEmpty(), "messages: at least one message is required");
    checkTools(messages);
    int since = 0;
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).path("role").asString("").equals("assistant")) {
        since = i + 1;
      }
    }
    StringBuilder text = new StringBuilder();
    List<String> images = new ArrayList<>();
    List<String> results = new ArrayList<>();
    for (int i = since; i < messages.size(); i++) {
      hear(messages.get(i).path("content"), text, images, results);
    }
    List<String> tools = new ArrayList<>();
    request.path("tools").forEach(tool -> tools.add(tool.path("name").asString("")));
    JsonNode format = request.path("output_config").path("format");
    return new Heard(
        request.path("model").asString(),
        request.path("stream").asBoolean(false),
        text(request.path("system")),
        text.toString(),
        images,
        results,
        tools,
        forced(request),
        format.has("schema") ? format.path("schema") : null,
        true);
  }

  private static Heard.@Nullable Forced forced(JsonNode request) {
    JsonNode choice = request.path("tool_choice");
    String named = choice.path("name").asString("");
    boolean any = choice.path("type").asString("").equals("any");
    for (JsonNode tool : request.path("tools")) {
      String name = tool.path("name").asString("");
      if (any || name.equals(named)) {
        return new Heard.Forced(name, tool.path("input_schema"));
      }
    }
    return null;
  }

  private static void checkTools(JsonNode messages) {
    Set<String> open = new HashSet<>();
    for (JsonNode message : messages) {
      Set<String> asked = new HashSet<>();
      for (JsonNode block : message.path("content")) {
        switch (block.path("type").asString("")) {
          case "text" ->
              WireException.unless(
                  !block.path("text").asString("").isEmpty(),
                  "messages: text content blocks must be non-empty");
          case "tool_use" -> asked.add(block.path("id").asString());
          case "tool_result" ->
              WireException.unless(
                  open.remove(block.path("tool_use_id").asString("")),
                  "unexpected `tool_use_id` found in `tool_result` blocks");
          case "thinking" ->
              WireException.unless(
                  block.path("signature").asString("").equals(sign(block.path("thinking"))),
                  "Invalid `signature` in `thinking` block");
          default -> {}
        }
      }
      WireException.unless(
          open.isEmpty(), "`tool_use` ids were found without `tool_result` blocks: " + open);
      open = asked;
    }
  }

  private static String sign(JsonNode thinking) {
    return "sig-" + Integer.toHexString(thinking.asString("").hashCode());
  }

  private static void hear(
      JsonNode content, StringBuilder text, List<String> images, List<String> results) {
    if (content.isString()) {
      text.append(content.asString()).append('\n');
      return;
    }
    for (JsonNode block : content) {
      switch (block.path("type").asString("")) {
        case "text" -> text.append(block.path("text").asString()).append('\n');
        case "image" -> images.add(image(block.path("source")));
        case "tool_result" -> {
          results.add(text(block.path("content")).strip());
          block
              .path("content")
              .forEach(
                  part -> {
                    if (part.path("type").asString("").equals("image")) {
                      results.add(image(part.path("source")));
                    }
                  });
        }
        default -> {}
      }
    }
  }

  private static String image(JsonNode source) {
    return source.has("url")
        ? source.path("url").asString()
        : source.path("media_type").asString()
            + " "
            + java.util.Base64.getDecoder().decode(source.path("data").asString()).length;
  }

  private static String text(JsonNode content) {
    if (content.isString()) {
      return content.asString();
    }
    StringBuilder text = new StringBuilder();
    content.forEach(block -> text.append(block.path("text").asString("")).append('\n'));
    return text.toString();
  }

  @Override
  public JsonNode whole(Heard heard, Said said) {
    ObjectNode message = message(heard);
    ArrayNode content = message.withArray("content");
    if (said.thinking() != null) {
      content
          .addObject()
          .put("type", "thinking")
          .put("thinking", said.thinking())
          .put("signature", sign(JSON.getNodeFactory().stringNode(said.thinking())));
    }
    if (!said.text().isEmpty()) {
      content.addObject().put("type", "text").put("text", said.text());
    }
    for (Said.ToolCall call : said.calls()) {
      content
          .addObject()
          .put("type", "tool_use")
          .put("id", call.id())
          .put("name", call.name())
          .set("input", JSON.readTree(call.arguments()));
    }
    message.put("stop_reason", stop(said));
    message.set("usage", usage(12));
    return message;
  }

  private static ObjectNode message(Heard heard) {
    ObjectNode message = JSON.createObjectNode();
    message.put("id", ID).put("type", "message").put("role", "assistant");
    message.put("model", heard.model());
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    return message;
  }

  private static String stop(Said said) {
    return said.calls().isEmpty() ? "end_turn" : "tool_use";
  }

  private static ObjectNode usage(int output) {
    return JSON.createObjectNode()
        .put("input_tokens", 20)
        .put("cache_creation_input_tokens", 0)
        .put("cache_read_input_tokens", 5)
        .put("output_tokens", output);
  }

  @Override
  public List<String> stream(Heard heard, Said said) {
    List<String> events = new ArrayList<>(start(heard));
    int index = 0;
    if (said.thinking() != null) {
      ObjectNode block = JSON.createObjectNode().put("type", "thinking").put("thinking", "");
      events.add(blockStart(index, block.put("signature", "")));
      for (String piece : Wire.pieces(said.thinking(), 9)) {
        events.add(delta(index, "thinking_delta", "thinking", piece));
      }
      String signature = sign(JSON.getNodeFactory().stringNode(said.thinking()));
      events.add(delta(index, "signature_delta", "signature", signature));
      events.add(blockStop(index++));
    }
    if (!said.text().isEmpty()) {
      events.add(blockStart(index, JSON.createObjectNode().put("type", "text").put("text", "")));
      for (String piece : Wire.pieces(said.text(), 5)) {
        events.add(delta(index, "text_delta", "text", piece));
      }
      events.add(blockStop(index++));
    }
    for (Said.ToolCall call : said.calls()) {
      ObjectNode block = JSON.createObjectNode().put("type", "tool_use").put("id", call.id());
      block.put("name", call.name()).putObject("input");
      events.add(blockStart(index, block));
      for (String piece : Wire.pieces(call.arguments(), 6)) {
        events.add(delta(index, "input_json_delta", "partial_json", piece));
      }
      events.add(blockStop(index++));
    }
    ObjectNode end = JSON.createObjectNode().put("type", "message_delta");
    end.putObject("delta").put("stop_reason", stop(said)).putNull("stop_sequence");
    end.set("usage", usage(12));
    events.add(event("message_delta", end));
    events.add(event("message_stop", JSON.createObjectNode().put("type", "message_stop")));
    return events;
  }

  private static List<String> start(Heard heard) {
    ObjectNode message = message(heard);
    message.set("usage", usage(1));
    ObjectNode start = JSON.createObjectNode().put("type", "message_start");
    start.set("message", message);
    return List.of(
        event("message_start", start), event("ping", JSON.createObjectNode().put("type", "ping")));
  }

  @Override
  public List<String> opening(Heard heard) {
    List<String> events = new ArrayList<>(start(heard));
    events.add(blockStart(0, JSON.createObjectNode().put("type", "text").put("text", "")));
    return events;
  }

  @Override
  public String word(Heard heard) {
    return delta(0, "text_delta", "text", "word ");
  }

  private static String blockStart(int index, ObjectNode block) {
    ObjectNode event = JSON.createObjectNode().put("type", "content_block_start");
    event.put("index", index).set("content_block", block);
    return event("content_block_start", event);
  }

  private static String blockStop(int index) {
    return event(
        "content_block_stop",
        JSON.createObjectNode().put("type", "content_block_stop").put("index", index));
  }

  private static String delta(int index, String type, String field, String value) {
    ObjectNode event = JSON.createObjectNode().put("type", "content_block_delta");
    event.put("index", index).putObject("delta").put("type", type).put(field, value);
    return event("content_block_delta", event);
  }

  private static String event(String name, JsonNode data) {
    return "event: " + name + "\ndata: " + data + "\n\n";
  }

  @Override
  public JsonNode error(int status, String message) {
    String type =
        switch (status) {
          case 400 -> "invalid_request_error";
          case 401 -> "authentication_error";
          case 403 -> "permission_error";
          case 404 -> "not_found_error";
          case 429 -> "rate_limit_error";
          case 529 -> "overloaded_error";
          default -> "api_error";
        };
    ObjectNode body = JSON.createObjectNode().put("type", "error");
    body.putObject("error").put("type", type).put("message", message);
    return body.put("request_id", "req_scripted");
  }

  @Override
  public String errorEvent(String message) {
    return event("error", error(529, message));
  }
}
