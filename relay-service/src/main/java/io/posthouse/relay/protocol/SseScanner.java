package io.posthouse.relay.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;

/**
 * Splits a stream of server-sent events, fed in pieces that may be cut at any byte. Lines end with
 * LF, CRLF or CR; an event ends with an empty line. Nothing is decoded and nothing is made per
 * event: a listener sees the event's bytes in a buffer that is used again.
 *
 * <p>Of an event larger than {@value #LIMIT} bytes only the beginning is kept, so that a 20 MB
 * image in one line costs no memory. Not thread-safe.
 */
public final class SseScanner {

  /** How much of one event is kept. */
  public static final int LIMIT = 256 * 1024;

  private static final int BLOCK_SIZE = 64 * 1024;

  /** Bytes are looked at in an array of the thread's own: a buffer would check each access. */
  private static final FastThreadLocal<byte[]> BLOCK =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[BLOCK_SIZE];
        }
      };

  /** Hears of events. */
  public interface Listener {

    /**
     * An event has ended.
     *
     * @param bytes holds it from 0 on, with its line ends; used again afterwards
     * @param length how much of it there is
     * @param whole false when it was larger than the limit
     * @param begin where it begins in the piece that was fed; negative when it began in an earlier
     *     one
     * @param end the position behind it in the piece
     */
    void event(byte[] bytes, int length, boolean whole, int begin, int end);
  }

  private final Listener listener;
  private byte[] event = new byte[512];
  private int length;
  private boolean tooLong;
  private boolean lineEmpty = true;
  private boolean afterCr;
  private boolean ended;
  private int begin;

  /** Events go to that listener. */
  public SseScanner(Listener listener) {
    this.listener = listener;
  }

  /**
   * Reads more, from reader to writer index; moves neither. Positions count from the reader index.
   */
  public void feed(ByteBuf bytes) {
    int size = bytes.readableBytes();
    byte[] piece = size <= BLOCK_SIZE ? BLOCK.get() : new byte[size];
    bytes.getBytes(bytes.readerIndex(), piece, 0, size);
    begin = length == 0 && !ended ? 0 : -1;
    int i = 0;
    while (i < size) {
      byte b = piece[i];
      if (ended) {
        // A CR ended the event; an LF right after it is of the same line end.
        ended = false;
        if (b == '\n') {
          add(b);
          emit(++i);
          continue;
        }
        emit(i);
      }
      if (b == '\n' || b == '\r') {
        i = lineEnd(b, i);
      } else {
        int next = lineEndFrom(piece, i, size);
        add(piece, i, next - i);
        lineEmpty = false;
        afterCr = false;
        i = next;
      }
    }
  }

  private int lineEnd(byte b, int i) {
    add(b);
    if (b == '\n' && afterCr) {
      afterCr = false;
      return i + 1;
    }
    afterCr = b == '\r';
    if (lineEmpty && length > 1) {
      if (afterCr) {
        ended = true;
        return i + 1;
      }
      emit(i + 1);
      return i + 1;
    }
    if (lineEmpty) {
      // An empty line before any event: belongs to nothing, and ends nothing.
      emit(i + 1);
      return i + 1;
    }
    lineEmpty = true;
    return i + 1;
  }

  private static int lineEndFrom(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] != '\n' && bytes[i] != '\r') {
      i++;
    }
    return i;
  }

  private void emit(int end) {
    listener.event(event, length, !tooLong, begin, end);
    length = 0;
    tooLong = false;
    lineEmpty = true;
    afterCr = false;
    begin = end;
  }

  private void add(byte b) {
    if (length == LIMIT) {
      tooLong = true;
      return;
    }
    grow(1);
    event[length++] = b;
  }

  private void add(byte[] bytes, int from, int count) {
    int fits = Math.min(count, LIMIT - length);
    if (fits < count) {
      tooLong = true;
    }
    if (fits > 0) {
      grow(fits);
      System.arraycopy(bytes, from, event, length, fits);
      length += fits;
    }
  }

  private void grow(int more) {
    if (length + more > event.length) {
      event = Arrays.copyOf(event, Math.min(LIMIT, Math.max(event.length * 2, length + more)));
    }
  }

  /**
   * Whether nothing of an unfinished event has been fed: the place where an event of our own may
   * stand.
   */
  public boolean isBetweenEvents() {
    return length == 0 || ended;
  }

  /** How much of an unfinished event there is, up to the limit. */
  public int pendingLength() {
    return ended ? 0 : length;
  }

  /** The unfinished event's bytes, {@link #pendingLength} of them; used again afterwards. */
  public byte[] pending() {
    return event;
  }

  /** Whether the unfinished event is larger than the limit. */
  public boolean isPendingTooLong() {
    return tooLong;
  }
}
