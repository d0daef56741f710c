package io.posthouse.billing.usage;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads usage events: strict in what a field holds, tolerant of fields it does not know. A number
 * is a JSON integer, not a string, a fraction or a power; a key stands once.
 */
final class UsageReader {

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(20)
                          .maxNumberLength(40)
                          .maxDocumentLength(1_000_000)
                          .build())
                  .build())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private UsageReader() {}

  /** What reading comes to. */
  sealed interface Reading {

    /** A believable event. */
    record Usable(UsageRecorded usage) implements Reading {}

    /** Not an event. */
    record Poison(String why) implements Reading {}
  }

  static Reading read(RawUsage raw) {
    try {
      UsageRecorded usage = JSON.readValue(raw.payload(), UsageRecorded.class);
      if (usage == null) {
        return new Reading.Poison("the payload is null");
      }
      return usage.checksumFits(raw.topic())
          ? new Reading.Usable(usage)
          : new Reading.Poison(
              "crc32c: does not fit (expected: that of this topic and these fields)");
    } catch (JacksonException | IllegalArgumentException malformed) {
      return new Reading.Poison(describe(malformed));
    }
  }

  /** Says what is wrong and quotes nothing of the payload. */
  private static String describe(Exception malformed) {
    if (malformed instanceof JacksonException json) {
      Throwable cause = json.getCause();
      if (cause instanceof IllegalArgumentException) {
        return shortened(cause.getMessage());
      }
      return json.getPath().isEmpty()
          ? "not valid JSON"
          : json.getPathReference().replaceAll("[^\\w\\[\\]\". >-]", "?")
              + ": not of the expected type";
    }
    return shortened(malformed.getMessage());
  }

  private static String shortened(@Nullable String message) {
    String text = String.valueOf(message);
    return text.length() <= 300 ? text : text.substring(0, 300);
  }
}
