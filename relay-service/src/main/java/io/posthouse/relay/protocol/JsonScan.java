package io.posthouse.relay.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
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
  private static final int MAX_TEXT = 4096;
  private static final long NOWHERE = -1;

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

  private final JsonCaptures captures;
  private final @Nullable JsonVisitor visitor;
  private final long[] objects = new long[MAX_DEPTH / Long.SIZE];
  private final Gathered key = new Gathered(MAX_KEY);
  private final Gathered number = new Gathered(MAX_NUMBER);
  private final Gathered text = new Gathered(MAX_TEXT);
  private At at = At.DOCUMENT;
  private int depth;
  private long offset;
  private boolean isKey;
  private boolean listening;
  private boolean rootIsObject;
  private long rootStart = NOWHERE;
  private long captureEnd = NOWHERE;
  private int unicodeLeft;
  private String literal = "";
  private int literalAt;
  private @Nullable String fault;

  /**
   * @param wanted the top-level keys whose values are captured
   * @param limit the largest value that is kept, in bytes
   */
  public JsonScan(Set<String> wanted, int limit) {
    this(wanted, Set.of(), limit, null);
  }

  /**
   * @param wanted the top-level keys whose values are captured
   * @param located those of which only the place is captured
   * @param limit the largest value that is kept, in bytes
   * @param visitor hears of keys at every depth; null when nobody does
   */
  JsonScan(Set<String> wanted, Set<String> located, int limit, @Nullable JsonVisitor visitor) {
    this.captures = new JsonCaptures(wanted, located, limit);
    this.visitor = visitor;
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

  private void feed(byte[] block, int end) {
    int i = 0;
    long start = offset;
    while (i < end && fault == null) {
      if (at == At.STRING) {
        int next = JsonText.plainUntil(block, i, end);
        if (next > i) {
          say(block, i, next);
          i = next;
          continue;
        }
      }
      offset = start + i;
      if (!step(block[i])) {
        i++;
      }
      if (captureEnd != NOWHERE) {
        captures.end(block, start, captureEnd);
        captureEnd = NOWHERE;
      }
    }
    captures.more(block, start, i);
    if (fault == null) {
      offset = start + i;
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
    return captures.all();
  }

  /** The last value of a key; null when there was none. */
  public @Nullable Capture last(String wantedKey) {
    List<Capture> all = captures.all();
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).key().equals(wantedKey)) {
        return all.get(i);
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
      key.restart();
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
      captures.begin(key, offset);
    }
    if (visitor != null) {
      visitor.value(depth, b, offset);
    }
    listening &= b == '"';
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
        text.restart();
        at = At.STRING;
      }
      case 't' -> beginLiteral("true");
      case 'f' -> beginLiteral("false");
      case 'n' -> beginLiteral("null");
      default -> {
        if (b == '-' || (b >= '0' && b <= '9')) {
          number.restart();
          number.add(b);
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
    if (visitor != null) {
      visitor.closed(depth, offset + 1);
    }
    depth--;
    ended(true);
  }

  private boolean inObject() {
    return depth > 0 && (objects[(depth - 1) >> 6] & (1L << ((depth - 1) & 63))) != 0;
  }

  /** A value has ended, with the current byte ({@code own}) or just before it. */
  private void ended(boolean own) {
    at = depth == 0 ? At.DONE : At.COMMA_OR_END;
    if (depth == 1 && captures.isRunning()) {
      captureEnd = own ? offset + 1 : offset;
    }
  }

  private void string(byte b) {
    if (b == '"') {
      if (isKey) {
        listening = visitor != null && visitor.key(depth, key);
        at = At.COLON;
      } else {
        if (listening && visitor != null) {
          visitor.text(text, offset + 1);
        }
        listening = false;
        ended(true);
      }
    } else if (b == '\\') {
      at = At.ESCAPE;
      say(b);
    } else if (b >= 0 && b < 0x20) {
      fail("a control character in a string");
    } else {
      say(b);
    }
  }

  private void escape(byte b) {
    switch (b) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        say(b);
        at = At.STRING;
      }
      case 'u' -> {
        say(b);
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
    say(b);
    if (--unicodeLeft == 0) {
      at = At.STRING;
    }
  }

  /** A byte of a string's inside. */
  private void say(byte b) {
    if (isKey && (depth == 1 || visitor != null)) {
      key.add(b);
    } else if (listening) {
      text.add(b);
    }
  }

  private void say(byte[] block, int from, int to) {
    if (isKey && (depth == 1 || visitor != null)) {
      key.add(block, from, to);
    } else if (listening) {
      text.add(block, from, to);
    }
  }

  private boolean number(byte b) {
    if ((b >= '0' && b <= '9') || b == '.' || b == 'e' || b == 'E' || b == '+' || b == '-') {
      number.add(b);
      if (number.isTooLong()) {
        fail("a number of more than " + MAX_NUMBER + " characters");
      }
      return false;
    }
    endNumber();
    return fault == null;
  }

  private void endNumber() {
    if (!number.isNumber()) {
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

  private static boolean white(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private void fail(String what) {
    fault = what + " (at byte " + offset + ")";
  }
}
