package io.posthouse.relay.translation.anthropic;

import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.TokenUsage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's counters: input leaves cached tokens out; later values overwrite (1.3, 4.4). */
final class Usages {

  private Usages() {}

  /** A report over what was known; null when neither is there. */
  static @Nullable TokenUsage read(JsonNode usage, @Nullable TokenUsage known) {
    if (!usage.isObject()) {
      return known;
    }
    TokenUsage before = known == null ? new TokenUsage(0, 0, 0, 0, 0, null) : known;
    long written = Json.count(usage, "cache_creation_input_tokens", before.written());
    JsonNode split = usage.path("cache_creation");
    long hour = Math.min(Json.count(split, "ephemeral_1h_input_tokens", before.write1h()), written);
    Long thinking = Json.count(usage.path("output_tokens_details"), "thinking_tokens");
    return new TokenUsage(
        Json.count(usage, "input_tokens", before.uncached()),
        Json.count(usage, "cache_read_input_tokens", before.read()),
        written - hour,
        hour,
        Json.count(usage, "output_tokens", before.output()),
        thinking == null ? before.reasoning() : thinking);
  }

  /** A whole usage object, which SDKs read unguarded: zeros where nothing was reported. */
  static ObjectNode write(@Nullable TokenUsage usage) {
    ObjectNode written = Json.object();
    TokenUsage told = usage == null ? new TokenUsage(0, 0, 0, 0, 0, null) : usage;
    written.put("input_tokens", told.uncached());
    written.put("cache_creation_input_tokens", told.written());
    written.put("cache_read_input_tokens", told.read());
    written.put("output_tokens", told.output());
    if (told.write1h() > 0) {
      written
          .putObject("cache_creation")
          .put("ephemeral_5m_input_tokens", told.write5m())
          .put("ephemeral_1h_input_tokens", told.write1h());
    }
    if (told.reasoning() != null) {
      written.putObject("output_tokens_details").put("thinking_tokens", told.reasoning());
    }
    return written;
  }
}
