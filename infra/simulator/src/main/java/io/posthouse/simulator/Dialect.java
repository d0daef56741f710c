package io.posthouse.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One protocol: how it is read and written (protocols.md 1.3, 1.4, 2.1, 2.2, 3.1). Stateless. */
interface Dialect {

  /** Reads and writes all JSON here. */
  JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Reads a request.
   *
   * @throws IllegalArgumentException when a field is missing or wrong; the message names it
   */
  Call read(ObjectNode request);

  /** The whole answer, not streamed. */
  ObjectNode whole(Call call, Answer answer, String id, Instant now);

  /** The stream's events in order, each with its blank line. */
  List<byte[]> events(Call call, Answer answer, String id, Instant now);

  /** An error's body. */
  ObjectNode error(int status, String message, String requestId);

  /** What an error looks like inside a stream. */
  byte[] errorEvent(String requestId);

  /** The response header that carries the provider's id of the request. */
  String requestIdHeader();

  /** A required string of a request. */
  static String requireText(ObjectNode request, String field) {
    JsonNode value = request.get(field);
    if (value == null || !value.isString() || value.stringValue().isEmpty()) {
      throw new IllegalArgumentException(field + ": missing (expected: a string)");
    }
    return value.stringValue();
  }

  /** A required, non-empty list of a request. */
  static JsonNode requireList(ObjectNode request, String field) {
    JsonNode value = request.get(field);
    if (value == null || !value.isArray() || value.isEmpty()) {
      throw new IllegalArgumentException(field + ": missing (expected: a list with an entry)");
    }
    return value;
  }

  /** A count of a request; {@link Integer#MAX_VALUE} when it is not there. */
  static int cap(ObjectNode request, String field, int minimum) {
    JsonNode value = request.get(field);
    if (value == null || value.isNull()) {
      return Integer.MAX_VALUE;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < minimum) {
      throw new IllegalArgumentException(
          field + ": invalid (expected: a whole number >= " + minimum + ")");
    }
    return value.intValue();
  }

  /** Bytes of an event's line and its blank line. */
  static byte[] event(String lines) {
    return (lines + "\n\n").getBytes(StandardCharsets.UTF_8);
  }
}
