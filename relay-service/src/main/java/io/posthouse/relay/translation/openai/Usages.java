package io.posthouse.relay.translation.openai;

import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.TokenUsage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's counters and its compatibles' (protocols.md 1.4, 1.5, 4.4): input holds cached tokens.
 */
public final class Usages {

  private Usages() {}

  /** Chat's usage; what was known if there is none. */
  public static @Nullable TokenUsage chat(JsonNode usage, @Nullable TokenUsage known) {
    boolean anthropicNames = !usage.has("prompt_tokens") && usage.has("input_tokens");
    return anthropicNames
        ? anthropic(usage)
        : read(usage, "prompt_tokens", "completion_tokens", known);
  }

  /** Responses' usage; null if there is none. */
  public static @Nullable TokenUsage responses(JsonNode usage) {
    return read(usage, "input_tokens", "output_tokens", null);
  }

  private static TokenUsage anthropic(JsonNode usage) {
    return new TokenUsage(
        Json.count(usage, "input_tokens", 0),
        Json.count(usage, "cache_read_input_tokens", 0),
        Json.count(usage, "cache_creation_input_tokens", 0),
        0,
        Json.count(usage, "output_tokens", 0),
        null);
  }

  private static @Nullable TokenUsage read(
      JsonNode usage, String in, String out, @Nullable TokenUsage known) {
    Long input = Json.count(usage, in);
    Long output = Json.count(usage, out);
    if (input == null && output == null) {
      return known;
    }
    JsonNode details = usage.path(in + "_details");
    long read =
        Json.count(
            details,
            "cached_tokens",
            Json.count(usage, "prompt_cache_hit_tokens", Json.count(usage, "cached_tokens", 0)));
    long written =
        Json.count(
            details, "cache_write_tokens", Json.count(details, "cache_creation_input_tokens", 0));
    long all = input == null ? 0 : input;
    long said = output == null ? 0 : output;
    Long reasoning = Json.count(usage.path(out + "_details"), "reasoning_tokens");
    if (reasoning != null
        && reasoning > 0
        && Json.count(usage, "total_tokens", -1) == all + said + reasoning) {
      said += reasoning;
    }
    return new TokenUsage(Math.max(0, all - read - written), read, written, 0, said, reasoning);
  }

  /** Chat's usage. */
  public static ObjectNode chat(TokenUsage usage) {
    return write(usage, "prompt_tokens", "completion_tokens");
  }

  /** Responses' usage. */
  public static ObjectNode responses(TokenUsage usage) {
    return write(usage, "input_tokens", "output_tokens");
  }

  private static ObjectNode write(TokenUsage usage, String in, String out) {
    ObjectNode written = Json.object();
    written.put(in, usage.input());
    written
        .putObject(in + "_details")
        .put("cached_tokens", usage.read())
        .put("cache_write_tokens", usage.written());
    written.put(out, usage.output());
    written
        .putObject(out + "_details")
        .put("reasoning_tokens", usage.reasoning() == null ? 0 : usage.reasoning());
    written.put("total_tokens", usage.input() + usage.output());
    return written;
  }
}
