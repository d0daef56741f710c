package io.posthouse.relay.translation.anthropic;

import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.ReplyEvent;
import io.posthouse.relay.translation.neutral.Stop;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Anthropic's stop reasons (protocols.md 4.3). */
final class Stops {

  private Stops() {}

  static Stop read(@Nullable String reason) {
    return switch (reason) {
      case "max_tokens", "model_context_window_exceeded" -> Stop.LENGTH;
      case "tool_use" -> Stop.TOOL_USE;
      case "refusal" -> Stop.REFUSAL;
      case "pause_turn", "compaction" -> Stop.PAUSE;
      case null, default -> Stop.END;
    };
  }

  /** What a refusal is explained with; null without. */
  static @Nullable String explanation(JsonNode holder) {
    return Json.text(holder.path("stop_details"), "explanation");
  }

  static String write(Stop stop) {
    return switch (stop) {
      case END, PAUSE -> "end_turn";
      case LENGTH -> "max_tokens";
      case TOOL_USE -> "tool_use";
      case REFUSAL -> "refusal";
    };
  }

  /** {@code stop_details} as JSON; null unless it was a refusal. */
  static @Nullable JsonNode details(ReplyEvent.Finish finish) {
    if (finish.stop() != Stop.REFUSAL) {
      return null;
    }
    return Json.object()
        .put("type", "refusal")
        .putNull("category")
        .put("explanation", finish.explanation());
  }
}
