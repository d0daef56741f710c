package io.posthouse.testing.clients;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI Chat Completions (protocols.md 1.4, 2.2). */
final class ChatWire implements Wire {

  private static final Pattern DATA_URL =
      Pattern.compile("data:([^;]+);base64,(.*)", Pattern.DOTALL);
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "messages",
          "max_completion_tokens",
          "max_tokens",
          "stream",
          "stream_options",
          "n",
          "stop",
          "temperature",
          "top_p",
          "presence_penalty",
          "frequency_penalty",
          "logit_bias",
          "logprobs",
          "top_logprobs",
          "seed",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "response_format",
          "reasoning_effort",
          "verbosity",
          "service_tier",
          "prompt_cache_key",
          "safety_identifier",
          "user",
          "store",
          "metadata");

  @Override
  public Heard read(JsonNode request) {
    request
        .propertyNames()
        .forEach(
            name ->
                WireException.unless(
                    KNOWN.contains(name), "Unrecognized request argument supplied: " + name));
    JsonNode messages = request.path("messages");
    WireException.unless(!messages.isEmpty(), "'messages' must not be empty");
    checkTools(messages);
    int since = 0;
    StringBuilder system = new StringBuilder();
    for (int i = 0; i < messages.size(); i++) {
      switch (messages.get(i).path("role").asString("")) {
        case "assistant" -> since = i + 1;
        case "system", "developer" ->
            system.append(text(messages.get(i).path("content"))).append('\n');
        default -> {}
      }
    }
    StringBuilder text = new StringBuilder();
    List<String> images = new ArrayList<>();
    List<String> results = new ArrayList<>();
    for (int i = since; i < messages.size(); i++) {
      JsonNode message = messages.get(i);
      switch (message.path("role").asString("")) {
        case "user" -> hear(message.path("content"), text, images);
        case "tool" -> results.add(text(message.path("content")).strip());
        default -> {}
      }
    }
    if (!results.isEmpty()) {
      results.addAll(images);
    }
    List<String> tools = new ArrayList<>();
    request
        .path("tools")
        .forEach(tool -> tools.add(tool.path("function").path("name").asString("")));
    JsonNode schema = request.path("response_format").path("json_schema");
    return new Heard(
        request.path("model").asString(""),
        request.path("stream").asBoolean(false),
        system.toString(),
        text.toString(),
        images,
        results,
        tools,
        forced(request),
        schema.has("schema") ? schema.path("schema") : null,
        request.path("stream_options").path("include_usage").asBoolean(false));
  }

  private static Heard.@Nullable Forced forced(JsonNode request) {
    JsonNode choice = request.path("tool_choice");
    String named = choice.path("function").path("name").asString("");
    boolean any = choice.asString("").equals("required");
    for (JsonNode tool : request.path("tools")) {
      JsonNode function = tool.path("function");
      String name = function.path("name").asString("");
      if (any || name.equals(named)) {
        return new Heard.Forced(name, function.path("parameters"));
      }
    }
    return null;
  }

  private static void checkTools(JsonNode messages) {
    Set<String> open = new LinkedHashSet<>();
    for (JsonNode message : messages) {
      if (message.path("role").asString("").equals("tool")) {
        WireException.unless(
            open.remove(message.path("tool_call_id").asString("")),
            "messages with role 'tool' must be a response to a preceding message with"
                + " 'tool_calls'");
        WireException.unless(
            message.path("content").isString() || onlyText(message.path("content")),
            "a tool message holds text only");
        continue;
      }
      WireException.unless(open.isEmpty(), "tool_call_ids did not have response messages: " + open);
      message.path("tool_calls").forEach(call -> open.add(call.path("id").asString()));
      for (JsonNode call : message.path("tool_calls")) {
        JsonNode arguments = call.path("function").path("arguments");
        WireException.unless(
            arguments.isString() && JSON.readTree(arguments.asString()).isObject(),
            "tool_calls: arguments must be a JSON object in a string");
      }
    }
    WireException.unless(open.isEmpty(), "tool_call_ids did not have response messages: " + open);
  }

  private static boolean onlyText(JsonNode parts) {
    for (JsonNode part : parts) {
      if (!part.path("type").asString("").equals("text")) {
        return false;
      }
    }
    return parts.isArray();
  }

  private static void hear(JsonNode content, StringBuilder text, List<String> images) {
    if (content.isString()) {
      text.append(content.asString()).append('\n');
      return;
    }
    for (JsonNode part : content) {
      if (part.path("type").asString("").equals("image_url")) {
        String url = part.path("image_url").path("url").asString();
        Matcher data = DATA_URL.matcher(url);
        images.add(
            data.matches()
                ? data.group(1) + " " + java.util.Base64.getDecoder().decode(data.group(2)).length
                : url);
      } else {
        text.append(part.path("text").asString("")).append('\n');
      }
    }
  }

  private static String text(JsonNode content) {
    if (content.isString()) {
      return content.asString();
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asString("")).append('\n'));
    return text.toString();
  }

  @Override
  public JsonNode whole(Heard heard, Said said) {
    ObjectNode answer = head(heard, "chat.completion");
    ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    message.put("content", said.text().isEmpty() ? null : said.text()).putNull("refusal");
    if (said.thinking() != null) {
      message.put("reasoning_content", said.thinking());
    }
    if (!said.calls().isEmpty()) {
      ArrayNode calls = message.putArray("tool_calls");
      for (Said.ToolCall call : said.calls()) {
        ObjectNode node = calls.addObject().put("id", call.id()).put("type", "function");
        node.putObject("function").put("name", call.name()).put("arguments", call.arguments());
      }
    }
    choice.putNull("logprobs").put("finish_reason", finish(said));
    answer.set("usage", usage());
    return answer;
  }

  private static String finish(Said said) {
    return said.calls().isEmpty() ? "stop" : "tool_calls";
  }

  private static ObjectNode head(Heard heard, String object) {
    ObjectNode head = JSON.createObjectNode();
    head.put("id", "chatcmpl-scripted").put("object", object).put("created", 1_750_000_000);
    return head.put("model", heard.model());
  }

  private static ObjectNode usage() {
    ObjectNode usage = JSON.createObjectNode();
    usage.put("prompt_tokens", 25).put("completion_tokens", 12).put("total_tokens", 37);
    usage.putObject("prompt_tokens_details").put("cached_tokens", 5);
    usage.putObject("completion_tokens_details").put("reasoning_tokens", 0);
    return usage;
  }

  @Override
  public List<String> stream(Heard heard, Said said) {
    List<String> events = new ArrayList<>(opening(heard));
    if (said.thinking() != null) {
      for (String piece : Wire.pieces(said.thinking(), 9)) {
        events.add(chunk(heard, delta().put("reasoning_content", piece), null));
      }
    }
    for (String piece : Wire.pieces(said.text(), 5)) {
      events.add(chunk(heard, delta().put("content", piece), null));
    }
    for (int i = 0; i < said.calls().size(); i++) {
      Said.ToolCall call = said.calls().get(i);
      ObjectNode first = toolDelta(i, "");
      ObjectNode tool = (ObjectNode) first.path("tool_calls").get(0);
      tool.put("id", call.id()).put("type", "function");
      ((ObjectNode) tool.path("function")).put("name", call.name());
      events.add(chunk(heard, first, null));
      for (String piece : Wire.pieces(call.arguments(), 6)) {
        events.add(chunk(heard, toolDelta(i, piece), null));
      }
    }
    events.add(chunk(heard, delta(), finish(said)));
    if (heard.usage()) {
      ObjectNode last = head(heard, "chat.completion.chunk");
      last.putArray("choices");
      last.set("usage", usage());
      events.add("data: " + last + "\n\n");
    }
    events.add("data: [DONE]\n\n");
    return events;
  }

  private static ObjectNode delta() {
    return JSON.createObjectNode();
  }

  private static ObjectNode toolDelta(int index, String arguments) {
    ObjectNode delta = delta();
    ObjectNode call = delta.putArray("tool_calls").addObject().put("index", index);
    call.putObject("function").put("arguments", arguments);
    return delta;
  }

  private static String chunk(Heard heard, ObjectNode delta, @Nullable String finish) {
    ObjectNode chunk = head(heard, "chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.putNull("logprobs").put("finish_reason", finish);
    return "data: " + chunk + "\n\n";
  }

  @Override
  public List<String> opening(Heard heard) {
    return List.of(chunk(heard, delta().put("role", "assistant").put("content", ""), null));
  }

  @Override
  public String word(Heard heard) {
    return chunk(heard, delta().put("content", "word "), null);
  }

  @Override
  public JsonNode error(int status, String message) {
    String type =
        switch (status) {
          case 429 -> "rate_limit_error";
          case 503, 529 -> "service_unavailable_error";
          default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    ObjectNode body = JSON.createObjectNode();
    body.putObject("error")
        .put("message", message)
        .put("type", type)
        .putNull("param")
        .putNull("code");
    return body;
  }

  @Override
  public String errorEvent(String message) {
    return "data: " + error(503, message) + "\n\n";
  }
}
