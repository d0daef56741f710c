package io.posthouse.relay.translation.chat;

import io.posthouse.relay.translation.UnreadableAnswerException;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.ReplyEvent;
import io.posthouse.relay.translation.neutral.Stop;
import io.posthouse.relay.translation.neutral.TokenUsage;
import io.posthouse.relay.translation.openai.Usages;
import io.posthouse.relay.translation.spoke.UpstreamErrors;
import io.posthouse.relay.translation.stream.Sequencer;
import io.posthouse.relay.translation.stream.StreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a completion, whole or as a stream of chunks (protocols.md 4.5, Chat to Anthropic). */
final class AnswerReader implements StreamReader {

  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final Calls calls = new Calls();
  private @Nullable TokenUsage usage;
  private @Nullable String tier;
  private @Nullable Stop stop;
  private boolean refused;
  private boolean begun;

  @Override
  public void event(String name, byte[] bytes, int from, int length, Sequencer out) {
    if (length == DONE.length && Arrays.equals(bytes, from, from + length, DONE, 0, length)) {
      if (!begun) {
        throw new UnreadableAnswerException("an end without a beginning");
      }
      finish(out);
      return;
    }
    ObjectNode chunk = Json.answer(bytes, from, length);
    JsonNode error = chunk.path("error");
    if (!error.isMissingNode() && !error.isNull()) {
      out.fail(UpstreamErrors.of(error));
      return;
    }
    if (name.equals("error")) {
      out.fail(UpstreamErrors.of(chunk));
      return;
    }
    chunk(chunk, out);
  }

  private void chunk(ObjectNode chunk, Sequencer out) {
    begin(chunk, out);
    for (JsonNode choice : chunk.path("choices")) {
      // Only one was asked for; what follows the end is dropped.
      if (Json.count(choice, "index", 0) == 0 && stop == null) {
        said(choice.path("delta"), choice.path("logprobs").get("content"), out);
        String reason = Json.text(choice, "finish_reason");
        if (reason != null && !reason.isEmpty()) {
          stop = stop(reason);
          calls.finish(out);
          out.closeAll();
        }
      }
    }
  }

  private void begin(ObjectNode answer, Sequencer out) {
    begun |= answer.has("choices");
    if (begun) {
      out.begin(Json.textOrEmpty(answer, "id"), Json.textOrEmpty(answer, "model"), null);
    }
    usage = Usages.chat(answer.path("usage"), usage);
    String served = Json.text(answer, "service_tier");
    tier = served == null ? tier : served;
  }

  private void said(JsonNode message, @Nullable JsonNode logprobs, Sequencer out) {
    String thought = Json.textOrEmpty(message, "reasoning_content");
    out.thinking(thought.isEmpty() ? Json.textOrEmpty(message, "reasoning") : thought);
    JsonNode content = message.path("content");
    if (content.isArray()) {
      content.forEach(part -> out.text(Json.textOrEmpty(part, "text"), null));
    } else {
      out.text(Json.textOrEmpty(message, "content"), logprobs);
    }
    String refusal = Json.textOrEmpty(message, "refusal");
    refused |= !refusal.isEmpty();
    out.refusal(refusal);
    int position = 0;
    for (JsonNode call : message.path("tool_calls")) {
      calls.add(call, position++, out);
    }
    JsonNode old = message.path("function_call");
    if (old.isObject()) {
      calls.add(Json.object().set("function", old), 0, out);
    }
  }

  private Stop stop(String reason) {
    return switch (reason) {
      case "length" -> Stop.LENGTH;
      case "tool_calls", "function_call" -> Stop.TOOL_USE;
      case "content_filter" -> Stop.REFUSAL;
      default -> Stop.END;
    };
  }

  private void finish(Sequencer out) {
    calls.finish(out);
    Stop ended = stop == null ? Stop.END : stop;
    if (ended == Stop.END && calls.any()) {
      ended = Stop.TOOL_USE;
    } else if (ended == Stop.END && refused) {
      ended = Stop.REFUSAL;
    }
    out.finish(new ReplyEvent.Finish(ended, null, usage, tier));
  }

  @Override
  public void end(Sequencer out) {
    if (stop != null) {
      finish(out);
    }
  }

  /** Reads a whole completion. */
  static void whole(ObjectNode completion, Sequencer out) {
    JsonNode choice = completion.path("choices").path(0);
    if (!choice.path("message").isObject()) {
      throw new UnreadableAnswerException("a completion without a message");
    }
    AnswerReader reader = new AnswerReader();
    reader.begin(completion, out);
    reader.said(choice.path("message"), choice.path("logprobs").get("content"), out);
    String reason = Json.text(choice, "finish_reason");
    reader.stop = reader.stop(reason == null ? "stop" : reason);
    reader.finish(out);
  }
}
