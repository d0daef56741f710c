package io.posthouse.relay.metering;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Counts the characters of generated text in JSON that passes by, byte by byte: the values of the
 * keys in which providers put text. Makes no objects but for a key that might be one of them. Not
 * thread-safe.
 */
final class TextCount {

  private static final Set<String> KEYS =
      Set.of(
          "text",
          "thinking",
          "partial_json",
          "content",
          "reasoning_content",
          "reasoning",
          "arguments",
          "delta",
          "refusal");
  private static final int LONGEST = "reasoning_content".length();

  private final byte[] word = new byte[LONGEST];
  private int wordLength;
  private boolean inString;
  private boolean escaped;
  private int unicode;
  private boolean counting;
  private boolean keyCounts;
  private boolean afterColon;
  private long characters;

  /** Reads more. */
  void feed(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      feed(bytes[i]);
    }
  }

  /** Reads one byte more. */
  void feed(byte b) {
    if (inString) {
      inside(b);
      return;
    }
    switch (b) {
      case '"' -> {
        inString = true;
        counting = afterColon && keyCounts;
        afterColon = false;
        wordLength = 0;
      }
      case ':' -> {
        afterColon = true;
        keyCounts = wordLength > 0 && wordLength <= LONGEST && KEYS.contains(word());
      }
      case ' ', '\t', '\r', '\n' -> {
        // White space stands between anything.
      }
      default -> {
        afterColon = false;
        wordLength = 0;
      }
    }
  }

  private void inside(byte b) {
    if (escaped) {
      escaped = false;
      unicode = b == 'u' ? 4 : 0;
      count();
      wordLength = LONGEST + 1;
      return;
    }
    if (unicode > 0) {
      unicode--;
      return;
    }
    if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      inString = false;
      counting = false;
    } else {
      if ((b & 0xc0) != 0x80) {
        count();
      }
      if (wordLength < LONGEST) {
        word[wordLength] = b;
      }
      wordLength = Math.min(wordLength + 1, LONGEST + 1);
    }
  }

  private void count() {
    if (counting) {
      characters++;
    }
  }

  private String word() {
    return new String(word, 0, wordLength, StandardCharsets.US_ASCII);
  }

  /** Forgets where it stands, and keeps the count: the next byte begins another document. */
  void restart() {
    inString = false;
    escaped = false;
    unicode = 0;
    counting = false;
    keyCounts = false;
    afterColon = false;
    wordLength = 0;
  }

  /** How many characters of text went by. */
  long characters() {
    return characters;
  }
}
