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
 * JsonScalar#MAX_NUMBER} characters, captured values of the given size. Every occurrence of a
 * chosen key is captured, also a second one: the caller decides what doubling means.
 *
 * <p>Inside strings, which are most of a body, bytes are skipped eight at a time. Not thread-safe.
 */
public final class JsonScan {

  /** The deepest nesting that is accepted. */
  public static final int MAX_DEPTH = 512;

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
    SCALAR,
    DONE
  }

  private final JsonCaptures captures;
  private final @Nullable JsonVisitor visitor;
  private final JsonNesting nesting = new JsonNesting(MAX_DEPTH);
  private final JsonString string = new JsonString();
  private final JsonScalar scalar = new JsonScalar();
  private final Gathered key = new Gathered(MAX_KEY);
  private final Gathered text = new Gathered(MAX_TEXT);
  private At at = At.DOCUMENT;
  private long offset;
  private long keyStart;
  private boolean isKey;
  private boolean listening;
  private boolean rootIsObject;
  private long rootStart = NOWHERE;
  private long captureEnd = NOWHERE;
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
      if (at == At.STRING && string.isPlain()) {
        int next = JsonText.plainUntil(block, i, end);
        if (next > i) {
          string.plain(block, i, next);
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
    if (at == At.SCALAR && nesting.depth() == 0 && scalar.isWhole()) {
      ended(false);
    }
    if (at != At.DONE) {
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
      case SCALAR -> {
        return scalar(b);
      }
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
      keyStart = offset;
      string.begin(nesting.depth() == 1 || visitor != null ? key : null);
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
    if (nesting.depth() == 1 && nesting.inObject()) {
      captures.begin(key, offset);
    }
    if (visitor != null) {
      visitor.value(nesting.depth(), b, offset);
    }
    listening &= b == '"';
    switch (b) {
      case '{' -> open(true, At.KEY_OR_END);
      case '[' -> open(false, At.VALUE_OR_END);
      case '"' -> {
        isKey = false;
        string.begin(listening ? text : null);
        at = At.STRING;
      }
      default -> {
        if (scalar.begin(b)) {
          at = At.SCALAR;
        } else {
          fail("a value was expected");
        }
      }
    }
  }

  private void open(boolean object, At next) {
    if (nesting.enter(object)) {
      at = next;
    } else {
      fail("nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  private void commaOrEnd(byte b) {
    if (b == ',') {
      at = nesting.inObject() ? At.KEY : At.VALUE;
    } else if (b == (nesting.inObject() ? '}' : ']')) {
      close();
    } else if (!white(b)) {
      fail("a comma or an end was expected");
    }
  }

  private void close() {
    if (visitor != null) {
      visitor.closed(nesting.depth(), offset + 1);
    }
    nesting.leave();
    ended(true);
  }

  /** A value has ended, with the current byte ({@code own}) or just before it. */
  private void ended(boolean own) {
    at = nesting.depth() == 0 ? At.DONE : At.COMMA_OR_END;
    if (nesting.depth() == 1 && captures.isRunning()) {
      captureEnd = own ? offset + 1 : offset;
    }
  }

  private void string(byte b) {
    switch (string.take(b)) {
      case MORE -> {
        // Its end tells.
      }
      case ENDED -> {
        if (isKey) {
          keyEnded();
        } else {
          textEnded();
        }
      }
      case CONTROL_CHARACTER -> fail("a control character in a string");
      case UNKNOWN_ESCAPE -> fail("an unknown escape");
    }
  }

  private void keyEnded() {
    listening = visitor != null && visitor.key(nesting.depth(), key, keyStart);
    at = At.COLON;
  }

  private void textEnded() {
    if (listening && visitor != null) {
      visitor.text(text, offset + 1);
    }
    listening = false;
    ended(true);
  }

  private boolean scalar(byte b) {
    switch (scalar.take(b)) {
      case MORE -> {
        // Its end tells.
      }
      case ENDED -> ended(true);
      case BEHIND -> {
        ended(false);
        return true;
      }
      case MALFORMED_NUMBER -> fail("a malformed number");
      case LONG_NUMBER -> fail("a number of more than " + JsonScalar.MAX_NUMBER + " characters");
      case UNKNOWN_WORD -> fail("an unknown word");
    }
    return false;
  }

  private static boolean white(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private void fail(String what) {
    fault = what + " (at byte " + offset + ")";
  }
}
