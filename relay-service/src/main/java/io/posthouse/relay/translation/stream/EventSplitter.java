package io.posthouse.relay.translation.stream;

import io.netty.buffer.ByteBuf;
import io.posthouse.relay.translation.UnreadableAnswerException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splits server-sent events into their name and data, whole events only. Lines end with LF, CRLF or
 * CR; several data lines are joined with LF. What it gives does not depend on how bytes are cut.
 *
 * <p>Unlike the scanner that metering uses it keeps an event whole, because all of it is needed.
 */
public final class EventSplitter {

  /** The largest event: a picture fits (protocols.md 2.5). */
  static final int LARGEST = 64 * 1024 * 1024;

  private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** Hears of events. */
  public interface Listener {
    /**
     * An event that has data.
     *
     * @param name empty without one
     * @param bytes holds the data; used again afterwards
     */
    void event(String name, byte[] bytes, int from, int length);
  }

  private final Listener listener;
  private byte[] buffer = new byte[4096];
  private int length;
  private int scanned;
  private int lineStart;
  private boolean skipLineFeed;
  private boolean first = true;
  private String name = "";
  private int dataStart = -1;
  private int dataEnd;

  /** Events go to that listener. */
  public EventSplitter(Listener listener) {
    this.listener = listener;
  }

  /**
   * Reads more, from reader to writer index; moves neither.
   *
   * @throws UnreadableAnswerException if one event is larger than can be kept
   */
  public void feed(ByteBuf bytes) {
    int more = bytes.readableBytes();
    if ((long) length + more > LARGEST) {
      throw new UnreadableAnswerException("an event of more than " + LARGEST + " bytes");
    }
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(LARGEST, Math.max(buffer.length * 2, length + more)));
    }
    bytes.getBytes(bytes.readerIndex(), buffer, length, more);
    length += more;
    scan();
    forget();
  }

  /** The stream ended: an event whose empty line is missing counts, if its line is whole JSON. */
  public void end() {
    if (lineStart < length) {
      line(lineStart, length);
      lineStart = length;
    }
    scanned = length;
    emit();
  }

  private void scan() {
    while (scanned < length) {
      byte b = buffer[scanned];
      if (skipLineFeed) {
        skipLineFeed = false;
        if (b == '\n') {
          lineStart = ++scanned;
          continue;
        }
      }
      if (b == '\n' || b == '\r') {
        int end = scanned++;
        skipLineFeed = b == '\r';
        int start = lineStart;
        lineStart = scanned;
        if (start == end) {
          emit();
        } else {
          line(start, end);
        }
      } else {
        scanned++;
      }
    }
  }

  private void line(int from, int to) {
    int start = from;
    if (first) {
      first = false;
      if (to - from >= 3 && Arrays.equals(buffer, from, from + 3, MARK, 0, 3)) {
        start += 3;
      }
    }
    if (is(DATA, start, to)) {
      data(value(start + DATA.length, to), to);
    } else if (is(EVENT, start, to)) {
      int value = value(start + EVENT.length, to);
      name = new String(buffer, value, to - value, StandardCharsets.UTF_8);
    }
  }

  private boolean is(byte[] field, int from, int to) {
    int end = from + field.length;
    return end <= to
        && Arrays.equals(buffer, from, end, field, 0, field.length)
        && (end == to || buffer[end] == ':');
  }

  private int value(int colon, int to) {
    int value = Math.min(colon + 1, to);
    return value < to && buffer[value] == ' ' ? value + 1 : value;
  }

  private void data(int from, int to) {
    if (dataStart < 0) {
      dataStart = from;
      dataEnd = to;
      return;
    }
    // A further line is moved up to the one before it: the field's name leaves room for the LF.
    buffer[dataEnd++] = '\n';
    System.arraycopy(buffer, from, buffer, dataEnd, to - from);
    dataEnd += to - from;
  }

  private void emit() {
    if (dataStart >= 0) {
      listener.event(name, buffer, dataStart, dataEnd - dataStart);
    }
    name = "";
    dataStart = -1;
  }

  private void forget() {
    int keep = dataStart >= 0 ? dataStart : lineStart;
    if (keep == 0) {
      return;
    }
    System.arraycopy(buffer, keep, buffer, 0, length - keep);
    length -= keep;
    scanned -= keep;
    lineStart -= keep;
    if (dataStart >= 0) {
      dataEnd -= keep;
      dataStart = 0;
    }
    if (length == 0 && buffer.length > 256 * 1024) {
      buffer = new byte[4096];
    }
  }
}
