package io.posthouse.relay.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that come in pieces, up to a limit: of what is longer the beginning is kept. Not
 * thread-safe.
 */
final class Gathered {

  private static final int FIRST = 64;

  private final int limit;
  private byte[] bytes;
  private int length;
  private boolean tooLong;

  Gathered(int limit) {
    this.limit = limit;
    this.bytes = new byte[Math.min(FIRST, limit)];
  }

  /** Begins anew. */
  void restart() {
    length = 0;
    tooLong = false;
  }

  void add(byte b) {
    if (grow(1) > 0) {
      bytes[length++] = b;
    }
  }

  void add(byte[] more, int from, int to) {
    int fits = grow(to - from);
    System.arraycopy(more, from, bytes, length, fits);
    length += fits;
  }

  /** Makes room, and tells how much of it there is. */
  private int grow(int more) {
    int fits = Math.min(more, limit - length);
    tooLong |= fits < more;
    if (length + fits > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(bytes.length * 2, length + fits)));
    }
    return fits;
  }

  boolean isTooLong() {
    return tooLong;
  }

  int length() {
    return length;
  }

  /** Whether it is that word, byte for byte. */
  boolean is(byte[] word) {
    return !tooLong && Arrays.equals(bytes, 0, length, word, 0, word.length);
  }

  /** Whether a byte is among them. */
  boolean has(byte wanted) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == wanted) {
        return true;
      }
    }
    return false;
  }

  /** Whether they are a number by JSON's grammar. */
  boolean isNumber() {
    return JsonText.isNumber(bytes, length);
  }

  /** A copy; null when it is too long. */
  byte @Nullable [] copy() {
    return tooLong ? null : Arrays.copyOf(bytes, length);
  }

  /** The text of a string's inside, its escapes undone; only of one that is not too long. */
  String text() {
    return JsonText.unescape(bytes, 0, length);
  }

  /** The bytes as they are; of a too long one the beginning. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
