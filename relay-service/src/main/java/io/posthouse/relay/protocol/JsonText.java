package io.posthouse.relay.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Small facts about JSON's text. */
public final class JsonText {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long SPACES = ONES * ' ';

  private JsonText() {}

  /**
   * Whether one of the eight bytes from there on is a quote, a backslash or below a space. May say
   * yes too often, never too rarely.
   */
  private static boolean hasSpecial(byte[] bytes, int at) {
    long eight = (long) LONGS.get(bytes, at);
    long quote = eight ^ QUOTES;
    long backslash = eight ^ BACKSLASHES;
    long found =
        ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((eight - SPACES) & ~eight);
    return (found & HIGH) != 0;
  }

  /** The first byte from {@code from} on that is a quote, a backslash or a control character. */
  public static int plainUntil(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end) {
      while (at + Long.BYTES <= end && !hasSpecial(bytes, at)) {
        at += Long.BYTES;
      }
      int stop = Math.min(at + Long.BYTES, end);
      for (; at < stop; at++) {
        byte b = bytes[at];
        if (b == '"' || b == '\\' || (b >= 0 && b < 0x20)) {
          return at;
        }
      }
    }
    return at;
  }

  /** Whether the bytes are a number by JSON's grammar. */
  static boolean isNumber(byte[] b, int length) {
    int i = 0;
    if (i < length && b[i] == '-') {
      i++;
    }
    int digits = digits(b, i, length);
    if (digits == 0 || (digits > 1 && b[i] == '0')) {
      return false;
    }
    i += digits;
    if (i < length && b[i] == '.') {
      i++;
      digits = digits(b, i, length);
      if (digits == 0) {
        return false;
      }
      i += digits;
    }
    if (i < length && (b[i] == 'e' || b[i] == 'E')) {
      i++;
      if (i < length && (b[i] == '+' || b[i] == '-')) {
        i++;
      }
      digits = digits(b, i, length);
      if (digits == 0) {
        return false;
      }
      i += digits;
    }
    return i == length;
  }

  private static int digits(byte[] b, int from, int length) {
    int i = from;
    while (i < length && b[i] >= '0' && b[i] <= '9') {
      i++;
    }
    return i - from;
  }

  /** The text of a string's inside, whose escapes are known to be well-formed. */
  static String unescape(byte[] b, int from, int to) {
    int i = from;
    while (i < to && b[i] != '\\') {
      i++;
    }
    if (i == to) {
      return new String(b, from, to - from, StandardCharsets.UTF_8);
    }
    String raw = new String(b, from, to - from, StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder(raw.length());
    for (int k = 0; k < raw.length(); k++) {
      char c = raw.charAt(k);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escaped = raw.charAt(++k);
      switch (escaped) {
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          text.append((char) Integer.parseInt(raw, k + 1, k + 5, 16));
          k += 4;
        }
        default -> text.append(escaped);
      }
    }
    return text.toString();
  }
}
