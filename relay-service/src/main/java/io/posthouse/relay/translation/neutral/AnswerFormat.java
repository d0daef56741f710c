package io.posthouse.relay.translation.neutral;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How the answer's text must be shaped. */
public sealed interface AnswerFormat {
  /** Any JSON object. */
  record AnyJson() implements AnswerFormat {}

  /** JSON that follows a schema. */
  record Schema(
      @Nullable String name,
      @Nullable String description,
      JsonNode schema,
      @Nullable Boolean strict)
      implements AnswerFormat {}
}
