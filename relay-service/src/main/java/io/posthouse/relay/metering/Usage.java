package io.posthouse.relay.metering;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reported usage, gathered over an answer: values overwrite, and are never added. Not thread-safe.
 */
abstract class Usage {

  private final Map<String, Long> tools = new TreeMap<>();
  private @Nullable String tier;
  private @Nullable String model;

  /** Takes a usage object. Missing and null counters leave what was known. */
  abstract void take(JsonNode usage);

  /** What is known; null when nothing was reported. */
  abstract @Nullable Tokens tokens();

  /** The part of the tokens that belongs to passes of named models. */
  Map<String, Tokens> byModel() {
    return Map.of();
  }

  /** Hosted tool calls. */
  final Map<String, Long> tools() {
    return tools;
  }

  /** The service tier. */
  final @Nullable String tier() {
    return tier;
  }

  /** The model that the answer names. */
  final @Nullable String model() {
    return model;
  }

  /** Takes the tier, where the answer has one. */
  final void takeTier(@Nullable JsonNode reported) {
    if (reported != null && reported.isString()) {
      tier = reported.stringValue();
    }
  }

  /** Takes the model's name, where the answer has one. */
  final void takeModel(@Nullable JsonNode reported) {
    if (reported != null && reported.isString() && !reported.stringValue().isEmpty()) {
      String name = reported.stringValue();
      model = name.length() > 200 ? name.substring(0, 200) : name;
    }
  }

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
