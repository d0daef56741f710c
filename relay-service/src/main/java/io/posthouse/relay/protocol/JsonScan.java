package io.posthouse.relay.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON document in one pass, fed in pieces that may be split at any byte, and captures
 * the values of chosen keys of its top-level object. It builds no tree and keeps nothing else.
 *
 * <p>Structure is checked in full (brackets, commas, colons, literals, numbers, escapes, control
 * characters), so that what is captured here is what any other parser sees; the encoding of text is
 * not. Keys are compared after unescaping. Bounds: {@value #MAX_DEPTH} levels, numbers of {@value
 * #MAX_NUMBER} characters, captured values of the given size. Every occurrence of a chosen key is
 * captured, also a second one: the caller decides what doubling means.
 *
 * <p>Inside strings, which are most of a body, bytes are skipped eight at a time. Not thread-safe.
 */
public final class JsonScan {

  /** The deepest nesting that is accepted. */
  public static final int MAX_DEPTH = 512;

  private static final int MAX_NUMBER = 1000;
  private static final int MAX_KEY = 256;

  /**
   * A captured value.
   *
   * @param key unescaped
   * @param start the offset of its first byte in the document
   * @param end the offset behind its last byte
   * @param raw its bytes; null when it was larger than the limit, or only its place was asked for
   */
  public record Capture(String key, long start, long end, byte @Nullable [] raw) {}

  /** Bytes are looked at in an array of the thread's own: a buffer would check each access. */
  private static final FastThreadLocal<byte[]> BLOCK =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[16 * 1024];
        }
      };

  private enum At {
    DOCUMENT,
    KEY_OR_END,
    KEY,
    COLON,
    VALUE,
    VALUE_OR_END,
    COMMA_OR_END,
    STRING,
    ESCAPE,
    UNICODE,
    NUMBER,
    LITERAL,
    DONE
  }

  private final Set<String> wanted;
  private final Set<String> located;
  private final int limit;
  private final List<Capture> captures = new ArrayList<>(4);
  private final long[] objects = new long[MAX_DEPTH / Long.SIZE];
  private At at = At.DOCUMENT;
  private int depth;
  private long offset;
  private boolean isKey;
  private boolean rootIsObject;
  private long rootStart = -1;
  private int unicodeLeft;
  private final byte[] number = new byte[MAX_NUMBER];
  private int numberLength;
  private String literal = "";
  private int literalAt;

  private final byte[] key = new byte[MAX_KEY];
  private int keyLength;
  private boolean keyTooLong;

  private boolean capturing;
  private String captureKey = "";
  private long captureStart;
  private byte[] captured = new byte[64];
  private int capturedLength;
  private boolean captureTooLong;
  private boolean captureEnds;
  private @Nullable String fault;

  /**
   * @param wanted the top-level keys whose values are captured
   * @param limit the largest value that is kept, in bytes
   */
  public JsonScan(Set<String> wanted, int limit) {
    this(wanted, Set.of(), limit);
  }

  /**
   * @param wanted the top-level keys whose values are captured
   * @param located those of which only the place is captured
   * @param limit the largest value that is kept, in bytes
   */
  JsonScan(Set<String> wanted, Set<String> located, int limit) {
    this.wanted = wanted;
    this.located = located;
    this.limit = limit;
  }

  /**
   * Reads more, from reader to writer index; moves neither. After a fault everything is ignored.
   */
  public void feed(ByteBuf bytes) {
    byte[] block = BLOCK.get();
    int from = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (from < end && fault == null) {
      int length = Math.min(block.length, end - from);
      bytes.getBytes(from, block, 0, length);
      feed(block, length);
      from += length;
    }
  }

  private void feed(byte[] bytes, int end) {
    int i = 0;
    long shift = offset;
    while (i < end && fault == null) {
      if (at == At.STRING) {
        int next = skipText(bytes, i, end);
        if (next > i) {
          keep(bytes, i, next);
          i = next;
          continue;
        }
      }
      offset = shift + i;
      byte b = bytes[i];
      boolean again = step(b);
      if (!again) {
        if (capturing) {
          keep(b);
          if (captureEnds) {
            endCapture(offset + 1);
          }
        }
        i++;
      }
    }
    if (fault == null) {
      offset = shift + i;
    }
  }

  /** Ends the document. */
  public void finish() {
    if (fault != null) {
      return;
    }
    if (at == At.NUMBER && depth == 0) {
      endNumber();
    }
    if (fault == null && at != At.DONE) {
      fail("ends too early");
    }
  }

  /** What is wrong, with the position; null when all is well so far. */
  public @Nullable String fault() {
    return fault;
  }

  /** Whether the document is an object. */
  public boolean isObject() {
    return rootIsObject;
  }

  /** Where the document's first byte is, behind white space; -1 when there was none. */
  public long rootStart() {
    return rootStart;
  }

  /** What was captured, in order. */
  public List<Capture> captures() {
    return captures;
  }

  /** The last value of a key; null when there was none. */
  public @Nullable Capture last(String wantedKey) {
    for (int i = captures.size() - 1; i >= 0; i--) {
      if (captures.get(i).key().equals(wantedKey)) {
        return captures.get(i);
      }
    }
    return null;
  }

  /** One byte. Answers whether the same byte is to be looked at again in the new state. */
  private boolean step(byte b) {
    switch (at) {
      case DOCUMENT -> document(b);
      case KEY_OR_END -> {
        if (b == '}') {
          close();
        } else {
          key(b);
        }
      }
      case KEY -> key(b);
      case COLON -> colon(b);
      case VALUE -> value(b);
      case VALUE_OR_END -> {
        if (b == ']') {
          close();
        } else {
          value(b);
        }
      }
      case COMMA_OR_END -> commaOrEnd(b);
      case STRING -> string(b);
      case ESCAPE -> escape(b);
      case UNICODE -> unicode(b);
      case NUMBER -> {
        return number(b);
      }
      case LITERAL -> literal(b);
      case DONE -> {
        if (!white(b)) {
          fail("something follows it");
        }
      }
    }
    return false;
  }

  private void document(byte b) {
    if (!white(b)) {
      rootStart = offset;
      rootIsObject = b == '{';
      value(b);
    }
  }

  private void key(byte b) {
    if (b == '"') {
      isKey = true;
      keyLength = 0;
      keyTooLong = false;
      at = At.STRING;
    } else if (!white(b)) {
      fail("a key was expected");
    }
  }

  private void colon(byte b) {
    if (b == ':') {
      at = At.VALUE;
    } else if (!white(b)) {
      fail("a colon was expected");
    }
  }

  private void value(byte b) {
    if (white(b)) {
      return;
    }
    if (depth == 1 && inObject()) {
      beginCapture();
    }
    switch (b) {
      case '{' -> {
        open(true);
        at = At.KEY_OR_END;
      }
      case '[' -> {
        open(false);
        at = At.VALUE_OR_END;
      }
      case '"' -> {
        isKey = false;
        at = At.STRING;
      }
      case 't' -> beginLiteral("true");
      case 'f' -> beginLiteral("false");
      case 'n' -> beginLiteral("null");
      default -> {
        if (b == '-' || (b >= '0' && b <= '9')) {
          numberLength = 0;
          number[numberLength++] = b;
          at = At.NUMBER;
        } else {
          fail("a value was expected");
        }
      }
    }
  }

  private void commaOrEnd(byte b) {
    if (b == ',') {
      at = inObject() ? At.KEY : At.VALUE;
    } else if (b == (inObject() ? '}' : ']')) {
      close();
    } else if (!white(b)) {
      fail("a comma or an end was expected");
    }
  }

  private void open(boolean object) {
    if (depth == MAX_DEPTH) {
      fail("nested deeper than " + MAX_DEPTH + " levels");
      return;
    }
    long bit = 1L << (depth & 63);
    if (object) {
      objects[depth >> 6] |= bit;
    } else {
      objects[depth >> 6] &= ~bit;
    }
    depth++;
  }

  private void close() {
    depth--;
    ended(true);
  }

  private boolean inObject() {
    return depth > 0 && (objects[(depth - 1) >> 6] & (1L << ((depth - 1) & 63))) != 0;
  }

  /** A value has ended, with the current byte ({@code own}) or just before it. */
  private void ended(boolean own) {
    at = depth == 0 ? At.DONE : At.COMMA_OR_END;
    if (capturing && depth == 1) {
      if (own) {
        captureEnds = true;
      } else {
        endCapture(offset);
      }
    }
  }

  private void string(byte b) {
    if (b == '"') {
      if (isKey) {
        at = At.COLON;
      } else {
        ended(true);
      }
    } else if (b == '\\') {
      at = At.ESCAPE;
      keyByte(b);
    } else if (b >= 0 && b < 0x20) {
      fail("a control character in a string");
    } else {
      keyByte(b);
    }
  }

  private void escape(byte b) {
    switch (b) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        keyByte(b);
        at = At.STRING;
      }
      case 'u' -> {
        keyByte(b);
        unicodeLeft = 4;
        at = At.UNICODE;
      }
      default -> fail("an unknown escape");
    }
  }

  private void unicode(byte b) {
    if (Character.digit(b, 16) < 0) {
      fail("an unknown escape");
      return;
    }
    keyByte(b);
    if (--unicodeLeft == 0) {
      at = At.STRING;
    }
  }

  private void keyByte(byte b) {
    if (isKey && depth == 1) {
      if (keyLength == MAX_KEY) {
        keyTooLong = true;
      } else {
        key[keyLength++] = b;
      }
    }
  }

  private boolean number(byte b) {
    if ((b >= '0' && b <= '9') || b == '.' || b == 'e' || b == 'E' || b == '+' || b == '-') {
      if (numberLength == MAX_NUMBER) {
        fail("a number of more than " + MAX_NUMBER + " characters");
      } else {
        number[numberLength++] = b;
      }
      return false;
    }
    endNumber();
    return fault == null;
  }

  private void endNumber() {
    if (!JsonText.isNumber(number, numberLength)) {
      fail("a malformed number");
    } else {
      ended(false);
    }
  }

  private void beginLiteral(String word) {
    literal = word;
    literalAt = 1;
    at = At.LITERAL;
  }

  private void literal(byte b) {
    if (b != literal.charAt(literalAt)) {
      fail("an unknown word");
    } else if (++literalAt == literal.length()) {
      ended(true);
    }
  }

  private void beginCapture() {
    if (keyTooLong) {
      return;
    }
    String name = JsonText.unescape(key, 0, keyLength);
    boolean placeOnly = located.contains(name);
    if (placeOnly || wanted.contains(name)) {
      capturing = true;
      captureKey = name;
      captureStart = offset;
      capturedLength = 0;
      captureTooLong = placeOnly;
    }
  }

  private void endCapture(long end) {
    byte[] raw = captureTooLong ? null : Arrays.copyOf(captured, capturedLength);
    captures.add(new Capture(captureKey, captureStart, end, raw));
    capturing = false;
    captureEnds = false;
  }

  private void keep(byte b) {
    if (!captureTooLong) {
      if (capturedLength == limit) {
        captureTooLong = true;
        return;
      }
      if (capturedLength == captured.length) {
        captured = Arrays.copyOf(captured, Math.min(limit, captured.length * 2));
      }
      captured[capturedLength++] = b;
    }
  }

  private void keep(byte[] bytes, int from, int to) {
    if (isKey && depth == 1) {
      for (int i = from; i < to; i++) {
        keyByte(bytes[i]);
      }
    }
    if (capturing && !captureTooLong) {
      int length = to - from;
      if (capturedLength + length > limit) {
        captureTooLong = true;
        return;
      }
      if (capturedLength + length > captured.length) {
        captured =
            Arrays.copyOf(
                captured, Math.min(limit, Math.max(captured.length * 2, capturedLength + length)));
      }
      System.arraycopy(bytes, from, captured, capturedLength, length);
      capturedLength += length;
    }
  }

  /** The first byte from {@code i} on that is a quote, a backslash or a control character. */
  private static int skipText(byte[] bytes, int i, int end) {
    int at = i;
    while (at < end) {
      while (at + Long.BYTES <= end && !JsonText.hasSpecial(bytes, at)) {
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

  private static boolean white(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private void fail(String what) {
    fault = what + " (at byte " + offset + ")";
  }
}
