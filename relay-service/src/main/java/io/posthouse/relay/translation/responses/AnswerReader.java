package io.posthouse.relay.translation.responses;

import io.posthouse.relay.translation.UnreadableAnswerException;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.ReplyEvent;
import io.posthouse.relay.translation.neutral.ReplyEvent.Block;
import io.posthouse.relay.translation.neutral.Stop;
import io.posthouse.relay.translation.openai.Usages;
import io.posthouse.relay.translation.spoke.UpstreamErrors;
import io.posthouse.relay.translation.stream.Sequencer;
import io.posthouse.relay.translation.stream.StreamReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a response, whole or as a stream (protocols.md 4.5, Responses to Anthropic). */
final class AnswerReader implements StreamReader {

  private static final int MOST_ITEMS = 1_000_000;
  private static final int PARTS = 1024;

  /** How much of a block's text came as deltas, by the block's key. */
  private final Map<Integer, Integer> shown = new HashMap<>();

  private final Set<Integer> ended = new HashSet<>();
  private boolean calledTools;
  private boolean refused;
  private boolean begun;
  private boolean anyItem;

  @Override
  public void event(String name, byte[] bytes, int from, int length, Sequencer out) {
    if (length > 0 && bytes[from] == '[') {
      // Some compatibles end with [DONE] here too.
      return;
    }
    ObjectNode data = Json.answer(bytes, from, length);
    String type = Json.textOrEmpty(data, "type");
    switch (type) {
      case "response.created" -> begin(data.path("response"), out);
      case "response.output_item.added" -> added(data, out);
      case "response.output_text.delta" -> text(data, new Block.Text(), "delta", out);
      case "response.output_text.done" -> rest(data, new Block.Text(), "text", out);
      case "response.refusal.delta" -> text(data, new Block.Refusal(), "delta", out);
      case "response.refusal.done" -> rest(data, new Block.Refusal(), "refusal", out);
      case "response.content_part.done" -> part(key(data, "content_index"), data.path("part"), out);
      case "response.reasoning_summary_part.added" -> nextSummary(data, out);
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
          show(key(data, null), Json.textOrEmpty(data, "delta"), null, out);
      case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
          show(key(data, null), Json.textOrEmpty(data, "delta"), null, out);
      case "response.function_call_arguments.done" ->
          showRest(key(data, null), Json.textOrEmpty(data, "arguments"), out);
      case "response.custom_tool_call_input.done" ->
          showRest(key(data, null), Json.textOrEmpty(data, "input"), out);
      case "response.output_item.done" -> done(data, out);
      case "response.completed", "response.incomplete" -> finish(data.path("response"), out);
      case "response.failed" -> out.fail(UpstreamErrors.of(data.path("response").path("error")));
      case "error" ->
          out.fail(UpstreamErrors.of(data.path("error").isObject() ? data.path("error") : data));
      default -> {
        // Progress of hosted tools, or something newer.
      }
    }
  }

  private void begin(JsonNode response, Sequencer out) {
    begun = true;
    out.begin(Json.textOrEmpty(response, "id"), Json.textOrEmpty(response, "model"), null);
  }

  /** Blocks are told apart by their item and, in a message, their part. */
  private static int key(JsonNode data, @Nullable String part) {
    int item = Json.index(data, "output_index");
    int index = part == null ? 0 : Math.max(0, Json.index(data, part));
    if (item < 0 || item > MOST_ITEMS || index >= PARTS) {
      throw new UnreadableAnswerException("an event without an item");
    }
    return item * PARTS + index;
  }

  private void added(ObjectNode data, Sequencer out) {
    JsonNode item = data.path("item");
    int key = key(data, null);
    anyItem = true;
    switch (Json.textOrEmpty(item, "type")) {
      case "function_call" -> tool(key, item, false, out);
      case "custom_tool_call" -> tool(key, item, true, out);
      case "reasoning" -> out.open(key, new Block.Thinking());
      default -> {
        // A message's parts open when they speak; hosted tools have no place elsewhere.
      }
    }
  }

  private void tool(int key, JsonNode item, boolean custom, Sequencer out) {
    calledTools = true;
    String id = Json.textOrEmpty(item, "call_id");
    String name = Json.textOrEmpty(item, "name");
    if (name.isEmpty()) {
      throw new UnreadableAnswerException("a tool call without a name");
    }
    String namespace = Json.text(item, "namespace");
    out.open(
        key,
        new Block.Tool(id.isEmpty() ? "call_" + key : id, Tools.flat(namespace, name), custom));
  }

  private void text(ObjectNode data, Block block, String field, Sequencer out) {
    int key = key(data, "content_index");
    open(key, block, out);
    JsonNode logprobs = data.path("logprobs");
    show(
        key,
        Json.textOrEmpty(data, field),
        logprobs.isArray() && !logprobs.isEmpty() ? logprobs : null,
        out);
  }

  private void open(int key, Block block, Sequencer out) {
    if (!ended.contains(key)) {
      refused |= block instanceof Block.Refusal;
      out.open(key, block);
    }
  }

  private void rest(ObjectNode data, Block block, String field, Sequencer out) {
    int key = key(data, "content_index");
    open(key, block, out);
    showRest(key, Json.textOrEmpty(data, field), out);
    close(key, null, out);
  }

  private void show(int key, String text, @Nullable JsonNode logprobs, Sequencer out) {
    if (out.isOpen(key)) {
      shown.merge(key, text.length(), Integer::sum);
      out.delta(key, text, logprobs);
    }
  }

  /** What was never sent as a delta. */
  private void showRest(int key, String whole, Sequencer out) {
    int already = shown.getOrDefault(key, 0);
    if (whole.length() > already) {
      show(key, whole.substring(already), null, out);
    }
  }

  private void nextSummary(ObjectNode data, Sequencer out) {
    int key = key(data, null);
    if (shown.getOrDefault(key, 0) > 0) {
      show(key, "\n\n", null, out);
    }
  }

  private void close(int key, @Nullable Opaque opaque, Sequencer out) {
    ended.add(key);
    out.close(key, opaque);
  }

  private void done(ObjectNode data, Sequencer out) {
    anyItem = true;
    item(key(data, null), data.path("item"), out);
  }

  /** A whole item: says what its events have not said, and ends it. */
  private void item(int key, JsonNode item, Sequencer out) {
    switch (Json.textOrEmpty(item, "type")) {
      case "message" -> {
        int part = 0;
        for (JsonNode content : item.path("content")) {
          part(key + Math.min(part++, PARTS - 1), content, out);
        }
      }
      case "function_call" -> call(key, item, "arguments", false, out);
      case "custom_tool_call" -> call(key, item, "input", true, out);
      case "reasoning" -> reasoning(key, item, out);
      default -> {
        // A hosted tool's.
      }
    }
  }

  private void part(int key, JsonNode content, Sequencer out) {
    String type = Json.textOrEmpty(content, "type");
    boolean refusal = type.equals("refusal");
    if (ended.contains(key) || !(refusal || type.equals("output_text"))) {
      return;
    }
    open(key, refusal ? new Block.Refusal() : new Block.Text(), out);
    JsonNode logprobs = content.path("logprobs");
    String text = Json.textOrEmpty(content, refusal ? "refusal" : "text");
    if (shown.getOrDefault(key, 0) == 0 && logprobs.isArray() && !logprobs.isEmpty()) {
      show(key, text, logprobs, out);
    } else {
      showRest(key, text, out);
    }
    close(key, null, out);
  }

  private void call(int key, JsonNode item, String input, boolean custom, Sequencer out) {
    if (ended.contains(key)) {
      return;
    }
    tool(key, item, custom, out);
    showRest(key, Json.textOrEmpty(item, input), out);
    close(key, null, out);
  }

  private void reasoning(int key, JsonNode item, Sequencer out) {
    if (ended.contains(key)) {
      return;
    }
    out.open(key, new Block.Thinking());
    if (shown.getOrDefault(key, 0) == 0) {
      StringBuilder text = new StringBuilder();
      for (JsonNode part : item.path("summary")) {
        text.append(text.isEmpty() ? "" : "\n\n").append(Json.textOrEmpty(part, "text"));
      }
      for (JsonNode part : item.path("content")) {
        text.append(text.isEmpty() ? "" : "\n\n").append(Json.textOrEmpty(part, "text"));
      }
      show(key, text.toString(), null, out);
    }
    String sealed = Json.text(item, "encrypted_content");
    close(
        key,
        sealed == null
            ? null
            : new Opaque(Opaque.Kind.SIGNATURE, Json.textOrEmpty(item, "id"), sealed),
        out);
  }

  private void finish(JsonNode response, Sequencer out) {
    if (!begun) {
      begin(response, out);
    }
    if (!anyItem) {
      int index = 0;
      for (JsonNode item : response.path("output")) {
        item(Math.min(index++, MOST_ITEMS) * PARTS, item, out);
      }
    }
    String reason = Json.textOrEmpty(response.path("incomplete_details"), "reason");
    Stop stop =
        switch (reason) {
          case "max_output_tokens" -> Stop.LENGTH;
          case "content_filter" -> Stop.REFUSAL;
          default -> calledTools ? Stop.TOOL_USE : refused ? Stop.REFUSAL : Stop.END;
        };
    out.finish(
        new ReplyEvent.Finish(
            stop,
            null,
            Usages.responses(response.path("usage")),
            Json.text(response, "service_tier")));
  }

  @Override
  public void end(Sequencer out) {
    // Only a terminal event ends a response.
  }

  /** Reads a whole response. */
  static void whole(ObjectNode response, Sequencer out) {
    if (!response.path("output").isArray() || response.path("error").isObject()) {
      throw new UnreadableAnswerException("a response without output");
    }
    new AnswerReader().finish(response, out);
  }
}
