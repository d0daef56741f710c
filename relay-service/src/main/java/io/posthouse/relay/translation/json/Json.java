package io.posthouse.relay.translation.json;

import io.posthouse.relay.protocol.BadRequestException;
import io.posthouse.relay.translation.UnreadableAnswerException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trees. Keys keep their order, numbers every digit, and a second key of the same name is an error,
 * because two parsers would disagree about it.
 */
public final class Json {

  /** The deepest nesting that is accepted. */
  public static final int MAX_DEPTH = 512;

  private static final int LONGEST_STRING = 64 * 1024 * 1024;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(LONGEST_STRING)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  /**
   * A client's body.
   *
   * @throws BadRequestException if it is not a JSON object
   */
  public static ObjectNode request(byte[] body) {
    try {
      if (MAPPER.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException malformed) {
      throw new BadRequestException("", "The body is not valid JSON.");
    }
    throw new BadRequestException("", "The body is not a JSON object.");
  }

  /**
   * An upstream's words.
   *
   * @throws UnreadableAnswerException if they are not a JSON object
   */
  public static ObjectNode answer(byte[] bytes, int from, int length) {
    try {
      if (MAPPER.readTree(bytes, from, length) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException malformed) {
      throw new UnreadableAnswerException("not valid JSON");
    }
    throw new UnreadableAnswerException("not a JSON object");
  }

  /** An object in text; null when it is none. */
  public static @Nullable ObjectNode object(String text) {
    try {
      return MAPPER.readTree(text) instanceof ObjectNode object ? object : null;
    } catch (JacksonException malformed) {
      return null;
    }
  }

  /** A JSON object in bytes; null when it is none. */
  public static @Nullable ObjectNode object(byte[] bytes) {
    try {
      return MAPPER.readTree(bytes) instanceof ObjectNode object ? object : null;
    } catch (JacksonException malformed) {
      return null;
    }
  }

  /** An empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A whole number. */
  public static JsonNode number(long value) {
    return JsonNodeFactory.instance.numberNode(value);
  }

  /** A text. */
  public static JsonNode string(String value) {
    return JsonNodeFactory.instance.stringNode(value);
  }

  /** A flag. */
  public static JsonNode flag(boolean value) {
    return JsonNodeFactory.instance.booleanNode(value);
  }

  /** An empty array. */
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** A tree as UTF-8. */
  public static byte[] bytes(JsonNode tree) {
    return MAPPER.writeValueAsBytes(tree);
  }

  /** A tree as text. */
  public static String text(JsonNode tree) {
    return new String(bytes(tree), StandardCharsets.UTF_8);
  }

  /** A field's text; null when it is missing or no text. */
  public static @Nullable String text(JsonNode object, String name) {
    JsonNode value = object.get(name);
    return value != null && value.isString() ? value.stringValue() : null;
  }

  /** A field's text; empty when it is missing or no text. */
  public static String textOrEmpty(JsonNode object, String name) {
    String value = text(object, name);
    return value == null ? "" : value;
  }

  /** A counter; null when it is missing or not a whole number from 0 on that fits. */
  public static @Nullable Long count(JsonNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
      return null;
    }
    return value.longValue() < 0 ? null : value.longValue();
  }

  /** A counter, or what to take instead. */
  public static long count(JsonNode object, String name, long otherwise) {
    Long value = count(object, name);
    return value == null ? otherwise : value;
  }

  /** An index; -1 when it is missing or none. */
  public static int index(JsonNode object, String name) {
    Long value = count(object, name);
    return value == null || value > Integer.MAX_VALUE ? -1 : value.intValue();
  }
}
