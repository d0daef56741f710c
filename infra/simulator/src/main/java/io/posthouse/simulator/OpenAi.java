package io.posthouse.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI Chat Completions. */
final class OpenAi implements Dialect {

  @Override
  public Call read(ObjectNode request) {
    String model = Dialect.requireText(request, "model");
    int cap = Dialect.cap(request, "max_completion_tokens", 1);
    return new Call(
        model,
        request.path("stream").booleanValue(false),
        request.path("stream_options").path("include_usage").booleanValue(false),
        cap == Integer.MAX_VALUE ? Dialect.cap(request, "max_tokens", 1) : cap,
        count(request, model),
        ToolRequest.find(request, "parameters"));
  }

  private static Usage count(ObjectNode request, String model) {
    PromptSize size = new PromptSize();
    for (JsonNode tool : request.path("tools")) {
      size.add(tool.toString());
    }
    for (JsonNode message : Dialect.requireList(request, "messages")) {
      JsonNode content = message.path("content");
      if (content.isString()) {
        size.add(content.stringValue());
      }
      for (JsonNode part : content) {
        size.add(part.path("text").stringValue(""));
      }
      for (JsonNode call : message.path("tool_calls")) {
        size.add(call.path("function").path("arguments").stringValue(""));
      }
    }
    long cached = model.endsWith("-cached") ? size.total() / 2 : 0;
    return new Usage(size.total() - cached, cached, 0, 0, 0);
  }

  @Override
  public ObjectNode whole(Call call, Answer answer, String id, Instant now) {
    ObjectNode completion = head(call, id, now, "chat.completion");
    ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    Call.ToolCall tool = answer.tool();
    if (tool == null) {
      message.put("content", answer.text());
    } else {
      message.putNull("content");
      ObjectNode node = message.putArray("tool_calls").addObject();
      node.put("id", "call_" + id).put("type", "function");
      node.putObject("function").put("name", tool.name()).put("arguments", tool.arguments());
    }
    message.putNull("refusal");
    choice.putNull("logprobs").put("finish_reason", finishReason(answer));
    Usage usage = answer.usage();
    if (usage != null) {
      completion.set("usage", usage(usage));
    }
    return completion.put("service_tier", "default");
  }

  private static ObjectNode head(Call call, String id, Instant now, String object) {
    return JSON.createObjectNode()
        .put("id", "chatcmpl-" + id)
        .put("object", object)
        .put("created", now.getEpochSecond())
        .put("model", call.model());
  }

  private static String finishReason(Answer answer) {
    if (answer.tool() != null) {
      return "tool_calls";
    }
    return answer.capped() ? "length" : "stop";
  }

  private static ObjectNode usage(Usage usage) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("prompt_tokens", usage.prompt())
            .put("completion_tokens", usage.output())
            .put("total_tokens", usage.prompt() + usage.output());
    node.putObject("prompt_tokens_details")
        .put("cached_tokens", usage.cacheRead())
        .put("audio_tokens", 0);
    node.putObject("completion_tokens_details")
        .put("reasoning_tokens", 0)
        .put("audio_tokens", 0)
        .put("accepted_prediction_tokens", 0)
        .put("rejected_prediction_tokens", 0);
    return node;
  }

  @Override
  public List<byte[]> events(Call call, Answer answer, String id, Instant now) {
    boolean told = call.usageAsked() && answer.usage() != null;
    Chunks chunks = new Chunks(call, id, now, told);
    ObjectNode first = JSON.createObjectNode().put("role", "assistant");
    Call.ToolCall tool = answer.tool();
    if (tool == null) {
      chunks.add(first.put("content", ""), null);
      answer.pieces().forEach(p -> chunks.add(JSON.createObjectNode().put("content", p), null));
    } else {
      chunks.add(first.putNull("content"), null);
      String json = tool.arguments();
      chunks.add(fragment(json.substring(0, json.length() / 2), tool.name(), "call_" + id), null);
      chunks.add(fragment(json.substring(json.length() / 2)), null);
    }
    chunks.add(JSON.createObjectNode(), finishReason(answer));
    Usage usage = answer.usage();
    if (told && usage != null) {
      chunks.addUsage(usage(usage));
    }
    chunks.events.add(Dialect.event("data: [DONE]"));
    return chunks.events;
  }

  private static ObjectNode fragment(String arguments, String name, String id) {
    ObjectNode delta = fragment(arguments);
    ObjectNode call = (ObjectNode) delta.path("tool_calls").path(0);
    call.put("id", id).put("type", "function");
    ((ObjectNode) call.path("function")).put("name", name);
    return delta;
  }

  private static ObjectNode fragment(String arguments) {
    ObjectNode delta = JSON.createObjectNode();
    ObjectNode call = delta.putArray("tool_calls").addObject().put("index", 0);
    call.putObject("function").put("arguments", arguments);
    return delta;
  }

  /** The chunks of one stream, which share id, time and model. */
  private static final class Chunks {

    private final List<byte[]> events = new ArrayList<>();
    private final Call call;
    private final String id;
    private final Instant now;
    private final boolean withUsage;

    Chunks(Call call, String id, Instant now, boolean withUsage) {
      this.call = call;
      this.id = id;
      this.now = now;
      this.withUsage = withUsage;
    }

    void add(ObjectNode delta, @org.jspecify.annotations.Nullable String finishReason) {
      ObjectNode chunk = head(call, id, now, "chat.completion.chunk");
      ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
      choice.set("delta", delta);
      choice.putNull("logprobs").put("finish_reason", finishReason);
      if (withUsage) {
        chunk.putNull("usage");
      }
      events.add(Dialect.event("data: " + chunk));
    }

    void addUsage(ObjectNode usage) {
      ObjectNode chunk = head(call, id, now, "chat.completion.chunk");
      chunk.putArray("choices");
      chunk.set("usage", usage);
      events.add(Dialect.event("data: " + chunk));
    }
  }

  @Override
  public ObjectNode error(int status, String message, String requestId) {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode error = body.putObject("error").put("message", message);
    switch (status) {
      case 401 -> error.put("type", "invalid_request_error").put("code", "invalid_api_key");
      case 404 -> error.put("type", "invalid_request_error").put("code", "not_found");
      case 429 -> error.put("type", "rate_limit_error").put("code", "rate_limit_exceeded");
      case 503, 529 ->
          error.put("type", "service_unavailable_error").put("code", "server_is_overloaded");
      default ->
          error
              .put("type", status < 500 ? "invalid_request_error" : "server_error")
              .putNull("code");
    }
    error.putNull("param");
    return body;
  }

  @Override
  public byte[] errorEvent(String requestId) {
    return Dialect.event(
        "data: "
            + error(503, "The simulator ends this stream with an error, as asked.", requestId));
  }

  @Override
  public String requestIdHeader() {
    return "x-request-id";
  }
}
