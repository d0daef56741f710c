package io.posthouse.relay.translation.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/**
 * JSON text into a growing array, for what is written once per delta. The caller sees to commas.
 *
 * <p>Half of a surrogate pair is written as an escape, because providers may split a character
 * between two deltas: put together by the client, the two escapes are the character again (T06).
 */
public final class JsonOut {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[512];
  private int length;

  /** Adds ASCII as it is. */
  @SuppressWarnings("deprecation") // getBytes(int, int, byte[], int) is what ASCII needs.
  public JsonOut raw(String ascii) {
    grow(ascii.length());
    ascii.getBytes(0, ascii.length(), bytes, length);
    length += ascii.length();
    return this;
  }

  /** Adds a number. */
  public JsonOut number(long value) {
    return raw(Long.toString(value));
  }

  /** Adds a tree. */
  public JsonOut tree(JsonNode tree) {
    return utf8(Json.bytes(tree));
  }

  /** Adds bytes as they are. */
  public JsonOut utf8(byte[] more) {
    grow(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
    return this;
  }

  /** Adds a string with its quotes. */
  public JsonOut string(CharSequence text) {
    int size = text.length();
    add('"');
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else if (c < 0x800) {
        grow(2);
        bytes[length++] = (byte) (0xc0 | (c >> 6));
        bytes[length++] = (byte) (0x80 | (c & 0x3f));
      } else if (!Character.isSurrogate(c)) {
        grow(3);
        bytes[length++] = (byte) (0xe0 | (c >> 12));
        bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        bytes[length++] = (byte) (0x80 | (c & 0x3f));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < size
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        pair(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        escape(c);
      }
    }
    add('"');
    return this;
  }

  private void ascii(char c) {
    switch (c) {
      case '"', '\\' -> {
        grow(2);
        bytes[length++] = '\\';
        bytes[length++] = (byte) c;
      }
      case '\n' -> raw("\\n");
      case '\r' -> raw("\\r");
      case '\t' -> raw("\\t");
      default -> {
        if (c < 0x20 || c == 0x7f) {
          escape(c);
        } else {
          add(c);
        }
      }
    }
  }

  private void pair(int code) {
    grow(4);
    bytes[length++] = (byte) (0xf0 | (code >> 18));
    bytes[length++] = (byte) (0x80 | ((code >> 12) & 0x3f));
    bytes[length++] = (byte) (0x80 | ((code >> 6) & 0x3f));
    bytes[length++] = (byte) (0x80 | (code & 0x3f));
  }

  private void escape(char c) {
    grow(6);
    bytes[length++] = '\\';
    bytes[length++] = 'u';
    bytes[length++] = HEX[c >> 12];
    bytes[length++] = HEX[c >> 8 & 15];
    bytes[length++] = HEX[c >> 4 & 15];
    bytes[length++] = HEX[c & 15];
  }

  private void add(char ascii) {
    grow(1);
    bytes[length++] = (byte) ascii;
  }

  private void grow(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** Takes what was added, and begins anew. */
  public byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, length);
    length = 0;
    if (bytes.length > 64 * 1024) {
      bytes = new byte[512];
    }
    return taken;
  }
}
