package io.posthouse.relay.metering;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks into an event's bytes without decoding it. */
final class EventText {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private EventText() {}

  /**
   * Where a field's value begins ({@code event}, {@code data}), behind the colon and one space; -1
   * without one.
   */
  static int value(byte[] event, int length, byte[] field) {
    int line = 0;
    while (line < length) {
      int colon = line + field.length;
      if (colon < length && event[colon] == ':' && matches(event, line, field)) {
        int value = colon + 1;
        return value < length && event[value] == ' ' ? value + 1 : value;
      }
      line = nextLine(event, line, length);
    }
    return -1;
  }

  private static int nextLine(byte[] event, int from, int length) {
    int i = from;
    while (i < length && event[i] != '\n' && event[i] != '\r') {
      i++;
    }
    return i + 1;
  }

  /** Where a line ends. */
  static int lineEnd(byte[] event, int from, int length) {
    return nextLine(event, from, length) - 1;
  }

  /** Whether a word stands there. */
  static boolean matches(byte[] event, int at, byte[] word) {
    return at + word.length <= event.length
        && Arrays.equals(event, at, at + word.length, word, 0, word.length);
  }

  /** Where a word stands at or behind {@code from}; -1 when it does not. */
  static int find(byte[] event, int from, int length, byte[] word) {
    int last = length - word.length;
    for (int i = Math.max(from, 0); i <= last; i++) {
      if (event[i] == word[0] && matches(event, i, word)) {
        return i;
      }
    }
    return -1;
  }

  /** The {@code data} of an event (its lines joined) as JSON; null when it is none. */
  static @Nullable JsonNode json(byte[] event, int length, byte[] dataField) {
    int at = value(event, length, dataField);
    if (at < 0) {
      return null;
    }
    byte[] data = new byte[length];
    int size = 0;
    int line = 0;
    while (line < length) {
      int end = lineEnd(event, line, length);
      int colon = line + dataField.length;
      if (colon < end && event[colon] == ':' && matches(event, line, dataField)) {
        System.arraycopy(event, colon + 1, data, size, end - colon - 1);
        size += end - colon - 1;
      }
      line = end + 1;
    }
    try {
      return JSON.readTree(data, 0, size);
    } catch (JacksonException malformed) {
      return null;
    }
  }
}
