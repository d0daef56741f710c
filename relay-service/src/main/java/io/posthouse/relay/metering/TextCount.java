package io.posthouse.relay.metering;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import io.posthouse.relay.protocol.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Counts the characters of generated text in JSON that passes by, byte by byte: the values of the
 * keys in which providers put text. Keeps the first {@value #SAMPLE} bytes of them in memory. Makes
 * no objects but for a key that might be one of them. Not thread-safe.
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
          "transcript",
          "refusal");
  private static final int LONGEST = "reasoning_content".length();

  /** How much of the text is kept for a tokenizer, should nobody report how much it was. */
  private static final int SAMPLE = 4096;

  private static final int LONGEST_CHARACTER = "\\u0000".length();

  private static final FastThreadLocal<byte[]> BLOCK =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[16 * 1024];
        }
      };

  private final byte[] word = new byte[LONGEST];
  private int wordLength;
  private boolean inString;
  private boolean escaped;
  private int unicode;
  private boolean counting;
  private boolean keyCounts;
  private boolean afterColon;
  private long characters;
  private byte[] sample = {};
  private int sampleLength;
  private long sampleCharacters;
  private boolean sampling;

  /** Reads more. */
  void feed(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      int next = inString && !escaped && unicode == 0 ? JsonText.plainUntil(bytes, i, to) : i;
      if (next > i) {
        plain(bytes, i, next);
        i = next;
      } else {
        feed(bytes[i]);
        i++;
      }
    }
  }

  /** Reads more, from reader to writer index; moves neither. */
  void feed(ByteBuf bytes) {
    byte[] block = BLOCK.get();
    int from = bytes.readerIndex();
    while (from < bytes.writerIndex()) {
      int length = Math.min(block.length, bytes.writerIndex() - from);
      bytes.getBytes(from, block, 0, length);
      feed(block, 0, length);
      from += length;
    }
  }

  /** A part of a string without an escape and without its end: most of what comes. */
  private void plain(byte[] bytes, int from, int to) {
    if (!counting) {
      spell(bytes, from, to);
      return;
    }
    int i = from;
    while (i < to && (sampling || sampleLength + LONGEST_CHARACTER <= SAMPLE)) {
      inside(bytes[i]);
      i++;
    }
    spell(bytes, i, to);
    for (; i < to; i++) {
      characters += (bytes[i] & 0xc0) == 0x80 ? 0 : 1;
    }
  }

  private void spell(byte[] bytes, int from, int to) {
    int fits = Math.min(to - from, Math.max(0, LONGEST - wordLength));
    if (fits > 0) {
      System.arraycopy(bytes, from, word, wordLength, fits);
    }
    wordLength = Math.min(wordLength + to - from, LONGEST + 1);
  }

  /** Reads one byte more. */
  private void feed(byte b) {
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
      keep(b);
      wordLength = LONGEST + 1;
      return;
    }
    if (unicode > 0) {
      unicode--;
      keep(b);
      return;
    }
    if (b == '\\') {
      escaped = true;
      begin();
      keep(b);
    } else if (b == '"') {
      inString = false;
      counting = false;
    } else {
      if ((b & 0xc0) != 0x80) {
        begin();
        count();
      }
      keep(b);
      if (wordLength < LONGEST) {
        word[wordLength] = b;
      }
      wordLength = Math.min(wordLength + 1, LONGEST + 1);
    }
  }

  private void count() {
    if (counting) {
      characters++;
      if (sampling) {
        sampleCharacters++;
      }
    }
  }

  /** A character begins: the sample holds whole ones only. */
  private void begin() {
    sampling = sampleLength + LONGEST_CHARACTER <= SAMPLE;
  }

  private void keep(byte b) {
    if (counting && sampling) {
      if (sampleLength == sample.length) {
        sample = Arrays.copyOf(sample, Math.min(SAMPLE, Math.max(256, sample.length * 2)));
      }
      sample[sampleLength++] = b;
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

  /** The beginning of the text, as it stands in JSON's strings; whole characters only. */
  byte[] sample() {
    return Arrays.copyOf(sample, sampleLength);
  }

  /** How many characters of text the sample holds. */
  long sampleCharacters() {
    return sampleCharacters;
  }

  /** How many characters of text went by. */
  long characters() {
    return characters;
  }
}
