package io.posthouse.relay.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The inside of a string, byte by byte: escapes are checked, and what somebody wants of it is
 * gathered as it came. Not thread-safe.
 */
final class JsonString {

  /** What a byte was. */
  enum Step {
    MORE,
    /** The closing quote. */
    ENDED,
    CONTROL_CHARACTER,
    UNKNOWN_ESCAPE
  }

  private static final int HEX_DIGITS = 4;

  private @Nullable Gathered gathered;
  private boolean escaped;
  private int hexLeft;

  /**
   * One begins, behind its quote.
   *
   * @param into who gathers it; null when nobody does
   */
  void begin(@Nullable Gathered into) {
    gathered = into;
    escaped = false;
    hexLeft = 0;
    if (into != null) {
      into.restart();
    }
  }

  /** Whether the next byte is looked at for itself, and no part of an escape. */
  boolean isPlain() {
    return !escaped && hexLeft == 0;
  }

  /** Bytes that mean nothing but themselves. */
  void plain(byte[] block, int from, int to) {
    if (gathered != null) {
      gathered.add(block, from, to);
    }
  }

  /** The next byte. */
  Step take(byte b) {
    if (escaped) {
      return escape(b);
    }
    if (hexLeft > 0) {
      return hex(b);
    }
    if (b == '"') {
      return Step.ENDED;
    }
    if (b >= 0 && b < 0x20) {
      return Step.CONTROL_CHARACTER;
    }
    escaped = b == '\\';
    return gather(b);
  }

  private Step escape(byte b) {
    escaped = false;
    return switch (b) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> gather(b);
      case 'u' -> {
        hexLeft = HEX_DIGITS;
        yield gather(b);
      }
      default -> Step.UNKNOWN_ESCAPE;
    };
  }

  private Step hex(byte b) {
    if (Character.digit(b, 16) < 0) {
      return Step.UNKNOWN_ESCAPE;
    }
    hexLeft--;
    return gather(b);
  }

  private Step gather(byte b) {
    if (gathered != null) {
      gathered.add(b);
    }
    return Step.MORE;
  }
}
