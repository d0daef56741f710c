package io.posthouse.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic Messages. */
final class Anthropic implements Dialect {

  @Override
  public Call read(ObjectNode request) {
    String model = Dialect.requireText(request, "model");
    if (!request.has("max_tokens")) {
      throw new IllegalArgumentException("max_tokens: Field required");
    }
    return new Call(
        model,
        request.path("stream").booleanValue(false),
        true,
        Dialect.cap(request, "max_tokens", 0),
        count(request, model),
        ToolRequest.find(request, "input_schema"));
  }

  /** The usage of a prompt, as {@code count_tokens} and an answer report it. */
  Usage count(ObjectNode request, String model) {
    PromptSize size = new PromptSize();
    for (JsonNode tool : request.path("tools")) {
      size.add(tool.toString());
      cache(size, tool);
    }
    addContent(size, request.path("system"));
    for (JsonNode message : Dialect.requireList(request, "messages")) {
      addContent(size, message.path("content"));
    }
    cache(size, request);
    long written = size.cached1h() + size.cached5m();
    long uncached = Math.max(0, size.total() - written);
    return model.endsWith("-cached")
        ? new Usage(uncached, written, 0, 0, 0)
        : new Usage(uncached, 0, size.cached5m(), size.cached1h(), 0);
  }

  private static void addContent(PromptSize size, JsonNode content) {
    if (content.isString()) {
      size.add(content.stringValue());
      return;
    }
    for (JsonNode block : content) {
      switch (block.path("type").stringValue("")) {
        case "text" -> size.add(block.path("text").stringValue(""));
        case "thinking" -> size.add(block.path("thinking").stringValue(""));
        case "tool_use" -> size.add(block.path("input").toString());
        case "tool_result" -> addContent(size, block.path("content"));
        default -> {}
      }
      cache(size, block);
    }
  }

  private static void cache(PromptSize size, JsonNode marked) {
    JsonNode marker = marked.path("cache_control");
    if (marker.isObject()) {
      size.cacheHere(marker.path("ttl").stringValue("5m").equals("1h"));
    }
  }

  @Override
  public ObjectNode whole(Call call, Answer answer, String id, Instant now) {
    ObjectNode message = message(call, id);
    Call.ToolCall tool = answer.tool();
    if (tool != null) {
      ObjectNode block = message.withArray("content").addObject();
      block.put("type", "tool_use").put("id", "toolu_" + id).put("name", tool.name());
      block.set("input", JSON.readTree(tool.arguments()));
    } else if (!answer.words().isEmpty()) {
      message.withArray("content").addObject().put("type", "text").put("text", answer.text());
    }
    message.put("stop_reason", stopReason(answer));
    Usage usage = answer.usage();
    if (usage != null) {
      message.set("usage", usage(usage, usage.output()));
    }
    return message;
  }

  private static ObjectNode message(Call call, String id) {
    ObjectNode message = JSON.createObjectNode();
    message.put("id", "msg_" + id).put("type", "message").put("role", "assistant");
    message.put("model", call.model());
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    return message;
  }

  private static String stopReason(Answer answer) {
    if (answer.tool() != null) {
      return "tool_use";
    }
    return answer.capped() ? "max_tokens" : "end_turn";
  }

  private static ObjectNode usage(Usage usage, long output) {
    ObjectNode node = counters(usage, output);
    node.putObject("cache_creation")
        .put("ephemeral_5m_input_tokens", usage.cacheWrite5m())
        .put("ephemeral_1h_input_tokens", usage.cacheWrite1h());
    return node.put("service_tier", "standard");
  }

  private static ObjectNode counters(Usage usage, long output) {
    return JSON.createObjectNode()
        .put("input_tokens", usage.input())
        .put("cache_creation_input_tokens", usage.cacheWrite5m() + usage.cacheWrite1h())
        .put("cache_read_input_tokens", usage.cacheRead())
        .put("output_tokens", output);
  }

  @Override
  public List<byte[]> events(Call call, Answer answer, String id, Instant now) {
    List<byte[]> events = new ArrayList<>();
    Usage usage = answer.usage();
    ObjectNode message = message(call, id);
    if (usage != null) {
      message.set("usage", usage(usage, Math.min(1, usage.output())));
    }
    ObjectNode start = JSON.createObjectNode().put("type", "message_start");
    start.set("message", message);
    events.add(event(start));
    addBlock(events, answer, id);
    ObjectNode delta = JSON.createObjectNode().put("type", "message_delta");
    delta.putObject("delta").put("stop_reason", stopReason(answer)).putNull("stop_sequence");
    if (usage != null) {
      delta.set("usage", counters(usage, usage.output()));
    }
    events.add(event(delta));
    events.add(event(JSON.createObjectNode().put("type", "message_stop")));
    return events;
  }

  private static void addBlock(List<byte[]> events, Answer answer, String id) {
    Call.ToolCall tool = answer.tool();
    ObjectNode start = JSON.createObjectNode().put("type", "content_block_start").put("index", 0);
    if (tool != null) {
      ObjectNode block = start.putObject("content_block").put("type", "tool_use");
      block.put("id", "toolu_" + id).put("name", tool.name()).putObject("input");
    } else if (answer.words().isEmpty()) {
      return;
    } else {
      start.putObject("content_block").put("type", "text").put("text", "");
    }
    events.add(event(start));
    events.add(event(JSON.createObjectNode().put("type", "ping")));
    if (tool != null) {
      String json = tool.arguments();
      events.add(delta("input_json_delta", "partial_json", json.substring(0, json.length() / 2)));
      events.add(delta("input_json_delta", "partial_json", json.substring(json.length() / 2)));
    }
    for (String piece : answer.pieces()) {
      events.add(delta("text_delta", "text", piece));
    }
    events.add(event(JSON.createObjectNode().put("type", "content_block_stop").put("index", 0)));
  }

  private static byte[] delta(String type, String field, String value) {
    ObjectNode event = JSON.createObjectNode().put("type", "content_block_delta").put("index", 0);
    event.putObject("delta").put("type", type).put(field, value);
    return event(event);
  }

  private static byte[] event(ObjectNode data) {
    return Dialect.event("event: " + data.path("type").stringValue("") + "\ndata: " + data);
  }

  @Override
  public ObjectNode error(int status, String message, String requestId) {
    ObjectNode body = JSON.createObjectNode().put("type", "error");
    body.putObject("error").put("type", type(status)).put("message", message);
    return body.put("request_id", requestId);
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case 529 -> "overloaded_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }

  @Override
  public byte[] errorEvent(String requestId) {
    return event(error(529, "The simulator ends this stream with an error, as asked.", requestId));
  }

  @Override
  public String requestIdHeader() {
    return "request-id";
  }
}
