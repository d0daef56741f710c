package io.posthouse.relay.translation.gemini;

import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.translation.UnreadableAnswerException;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.ReplyEvent;
import io.posthouse.relay.translation.neutral.ReplyEvent.Block;
import io.posthouse.relay.translation.neutral.Stop;
import io.posthouse.relay.translation.spoke.UpstreamErrors;
import io.posthouse.relay.translation.stream.Sequencer;
import io.posthouse.relay.translation.stream.StreamReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a generateContent answer, whole or in chunks. It ends with the stream, after a reason. */
final class AnswerReader implements StreamReader {

  private final Usages usages = new Usages();
  private @Nullable String reason;
  private @Nullable String message;
  private boolean blocked;
  private boolean any;
  private int calls;

  @Override
  public void event(String name, byte[] bytes, int from, int length, Sequencer out) {
    ObjectNode chunk = Json.answer(bytes, from, length);
    if (chunk.path("error").isObject()) {
      out.fail(UpstreamErrors.of(chunk.path("error")));
      return;
    }
    take(chunk, out);
  }

  private void take(ObjectNode chunk, Sequencer out) {
    out.begin(Json.textOrEmpty(chunk, "responseId"), Json.textOrEmpty(chunk, "modelVersion"), null);
    usages.take(chunk.path("usageMetadata"));
    JsonNode block = chunk.path("promptFeedback").path("blockReason");
    if (block.isString()) {
      blocked = true;
      message = Json.text(chunk.path("promptFeedback"), "blockReasonMessage");
    }
    JsonNode candidate = chunk.path("candidates").path(0);
    candidate.path("content").path("parts").forEach(part -> part(part, out));
    String ended = Json.text(candidate, "finishReason");
    if (ended != null && !ended.equals("FINISH_REASON_UNSPECIFIED")) {
      reason = ended;
      String told = Json.text(candidate, "finishMessage");
      message = told == null ? message : told;
    }
  }

  private void part(JsonNode part, Sequencer out) {
    String signature = Json.text(part, "thoughtSignature");
    JsonNode call = part.path("functionCall");
    if (call.isObject()) {
      if (signature != null) {
        out.opaque(new Opaque(Opaque.Kind.CALL, "", signature));
      }
      call(call, out);
      return;
    }
    String text = Json.textOrEmpty(part, "text");
    any |= !text.isEmpty();
    if (part.path("thought").asBoolean(false)) {
      out.thinking(text);
      if (signature != null) {
        out.endProse(new Opaque(Opaque.Kind.SIGNATURE, "", signature));
      }
    } else {
      // A signature on text need not be sent back, and there is no place to keep it.
      out.text(text, null);
    }
  }

  private void call(JsonNode call, Sequencer out) {
    String name = Json.textOrEmpty(call, "name");
    if (name.isEmpty()) {
      throw new UnreadableAnswerException("a function call without a name");
    }
    any = true;
    int key = calls++;
    String id = Json.textOrEmpty(call, "id");
    out.open(key, new Block.Tool(id.isEmpty() ? "call_" + key : id, name, false));
    JsonNode args = call.path("args");
    if (args.isObject()) {
      out.delta(key, Json.text(args), null);
    }
    out.close(key, null);
  }

  @Override
  public void end(Sequencer out) {
    if (reason == null && !blocked) {
      return;
    }
    switch (reason) {
      case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "OTHER" -> {
        if (any) {
          finish(Stop.END, out);
        } else {
          out.fail(Refusal.of(Refusal.Cause.UPSTREAM, "The model's provider gave no answer."));
        }
      }
      case "MAX_TOKENS" -> finish(Stop.LENGTH, out);
      case "SAFETY",
          "PROHIBITED_CONTENT",
          "BLOCKLIST",
          "SPII",
          "RECITATION",
          "IMAGE_SAFETY",
          "LANGUAGE" ->
          finish(Stop.REFUSAL, out);
      case null -> finish(Stop.REFUSAL, out);
      default -> finish(Stop.END, out);
    }
  }

  private void finish(Stop stop, Sequencer out) {
    Stop ended = stop == Stop.END && calls > 0 ? Stop.TOOL_USE : stop;
    out.finish(
        new ReplyEvent.Finish(ended, ended == Stop.REFUSAL ? message : null, usages.usage(), null));
  }

  /** Reads a whole answer. */
  static void whole(ObjectNode answer, Sequencer out) {
    boolean known = answer.path("candidates").isArray() || answer.has("promptFeedback");
    if (!known) {
      throw new UnreadableAnswerException("an answer without candidates");
    }
    AnswerReader reader = new AnswerReader();
    reader.take(answer, out);
    reader.end(out);
  }
}
