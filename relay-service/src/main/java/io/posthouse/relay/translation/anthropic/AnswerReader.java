package io.posthouse.relay.translation.anthropic;

import io.posthouse.relay.translation.UnreadableAnswerException;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.ReplyEvent;
import io.posthouse.relay.translation.neutral.ReplyEvent.Block;
import io.posthouse.relay.translation.neutral.TokenUsage;
import io.posthouse.relay.translation.spoke.UpstreamErrors;
import io.posthouse.relay.translation.stream.Sequencer;
import io.posthouse.relay.translation.stream.StreamReader;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a Message, whole or as a stream. */
final class AnswerReader implements StreamReader {

  private final Map<Integer, Growing> growing = new HashMap<>();
  private @Nullable TokenUsage usage;
  private @Nullable String tier;
  private @Nullable String stopReason;
  private @Nullable String explanation;
  private boolean begun;

  /** What a block has shown that is told only at its end. */
  private static final class Growing {
    Opaque.Kind kind = Opaque.Kind.SIGNATURE;
    final StringBuilder opaque = new StringBuilder();
    String input = "";
    boolean fed;
  }

  @Override
  public void event(String name, byte[] bytes, int from, int length, Sequencer out) {
    ObjectNode data = Json.answer(bytes, from, length);
    switch (Json.textOrEmpty(data, "type")) {
      case "message_start" -> begin(data.path("message"), out);
      case "content_block_start" -> {
        needBegin();
        open(Json.index(data, "index"), data.path("content_block"), out);
      }
      case "content_block_delta" -> delta(Json.index(data, "index"), data.path("delta"), out);
      case "content_block_stop" -> close(Json.index(data, "index"), out);
      case "message_delta" -> {
        needBegin();
        end(data.path("delta"), data.path("usage"));
      }
      case "message_stop" -> {
        needBegin();
        finish(out);
      }
      case "error" -> out.fail(UpstreamErrors.of(data.path("error")));
      default -> {
        // A ping, or something newer than this.
      }
    }
  }

  private void needBegin() {
    if (!begun) {
      throw new UnreadableAnswerException("an event before message_start");
    }
  }

  private void begin(JsonNode message, Sequencer out) {
    begun = true;
    meter(message.path("usage"));
    out.begin(Json.textOrEmpty(message, "id"), Json.textOrEmpty(message, "model"), usage);
  }

  private void meter(JsonNode reported) {
    usage = Usages.read(reported, usage);
    String served = Json.text(reported, "service_tier");
    tier = served == null ? tier : served;
  }

  private void open(int index, JsonNode block, Sequencer out) {
    if (index < 0) {
      throw new UnreadableAnswerException("a block without an index");
    }
    Growing added = new Growing();
    switch (Json.textOrEmpty(block, "type")) {
      case "text" -> {
        out.open(index, new Block.Text());
        out.delta(index, Json.textOrEmpty(block, "text"), null);
      }
      case "thinking" -> {
        out.open(index, new Block.Thinking());
        out.delta(index, Json.textOrEmpty(block, "thinking"), null);
        added.opaque.append(Json.textOrEmpty(block, "signature"));
      }
      case "redacted_thinking" -> {
        out.open(index, new Block.Thinking());
        added.kind = Opaque.Kind.REDACTED;
        added.opaque.append(Json.textOrEmpty(block, "data"));
      }
      case "tool_use" -> {
        JsonNode input = block.path("input");
        added.input = input.isObject() && !input.isEmpty() ? Json.text(input) : "";
        String id = Json.textOrEmpty(block, "id");
        out.open(
            index,
            new Block.Tool(
                id.isEmpty() ? "call_" + index : id, Json.textOrEmpty(block, "name"), false));
      }
      default -> {
        // A server tool's, or something newer: nobody else has a place for it.
        return;
      }
    }
    growing.put(index, added);
  }

  private void delta(int index, JsonNode delta, Sequencer out) {
    Growing block = growing.get(index);
    if (block == null) {
      return;
    }
    switch (Json.textOrEmpty(delta, "type")) {
      case "text_delta" -> out.delta(index, Json.textOrEmpty(delta, "text"), null);
      case "thinking_delta" -> out.delta(index, Json.textOrEmpty(delta, "thinking"), null);
      case "signature_delta" -> block.opaque.append(Json.textOrEmpty(delta, "signature"));
      case "input_json_delta" -> {
        String piece = Json.textOrEmpty(delta, "partial_json");
        block.fed |= !piece.isEmpty();
        out.delta(index, piece, null);
      }
      default -> {
        // Citations and the like.
      }
    }
  }

  private void close(int index, Sequencer out) {
    Growing block = growing.remove(index);
    if (block == null) {
      return;
    }
    if (!block.fed) {
      out.delta(index, block.input, null);
    }
    out.close(
        index, block.opaque.isEmpty() ? null : new Opaque(block.kind, "", block.opaque.toString()));
  }

  private void end(JsonNode delta, JsonNode reported) {
    String reason = Json.text(delta, "stop_reason");
    stopReason = reason == null ? stopReason : reason;
    String told = Stops.explanation(delta);
    explanation = told == null ? explanation : told;
    meter(reported);
  }

  private void finish(Sequencer out) {
    out.finish(new ReplyEvent.Finish(Stops.read(stopReason), explanation, usage, tier));
  }

  @Override
  public void end(Sequencer out) {
    // Only message_stop ends a message.
  }

  /** Reads a whole Message. */
  static void whole(ObjectNode message, Sequencer out) {
    if (!message.path("content").isArray()) {
      throw new UnreadableAnswerException("a message without content");
    }
    AnswerReader reader = new AnswerReader();
    reader.begin(message, out);
    int index = 0;
    for (JsonNode block : message.path("content")) {
      reader.open(index, block, out);
      reader.close(index++, out);
    }
    reader.end(message, message.path("usage"));
    reader.finish(out);
  }
}
