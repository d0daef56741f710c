package io.posthouse.relay.metering;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reported usage, gathered over an answer: values overwrite, and are never added. Not thread-safe.
 */
interface Usage {

  /** Takes a usage object. Missing and null counters leave what was known. */
  void take(JsonNode usage);

  /** What is known; null when nothing was reported. */
  @Nullable Tokens tokens();

  /** Hosted tool calls. */
  Map<String, Long> tools();

  /** The service tier. */
  @Nullable String tier();

  /** Takes the tier, which OpenAI reports beside the usage. */
  void tier(@Nullable String tier);

  /** A counter, or null when it is missing, null, negative or not a whole number that fits. */
  static @Nullable Long count(JsonNode usage, String name) {
    JsonNode value = usage.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      return null;
    }
    return value.longValue();
  }

  /** A counter, or what was known. */
  static long count(JsonNode usage, String name, long known) {
    Long value = count(usage, name);
    return value == null ? known : value;
  }
}
