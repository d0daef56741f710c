package io.posthouse.benchmark.hop;

import io.netty.buffer.ByteBuf;

/** The moment at which a slow chunk was sent, inside the chunk: sender and reader share a clock. */
final class Stamp {

  private static final byte[] MARK = Shape.ascii(Shape.SENT_AT);
  private static final long ORIGIN = System.nanoTime();

  private Stamp() {}

  /** Nanoseconds since this program began. */
  static long now() {
    return System.nanoTime() - ORIGIN;
  }

  /** Where the digits begin. */
  static int find(byte[] chunk) {
    for (int i = 0; i + MARK.length < chunk.length; i++) {
      if (java.util.Arrays.equals(chunk, i, i + MARK.length, MARK, 0, MARK.length)) {
        return i + MARK.length;
      }
    }
    throw new IllegalArgumentException("chunk: has no time");
  }

  /** The first stamp in a stretch of bytes; -1 when there is none whole. */
  static long read(ByteBuf bytes, int from, int length) {
    for (int i = from; i + MARK.length + Shape.DIGITS <= from + length; i++) {
      if (bytes.getByte(i) == MARK[0] && isMark(bytes, i)) {
        long stamp = 0;
        for (int digit = 0; digit < Shape.DIGITS; digit++) {
          stamp = stamp * 10 + bytes.getByte(i + MARK.length + digit) - '0';
        }
        return stamp;
      }
    }
    return -1;
  }

  private static boolean isMark(ByteBuf bytes, int at) {
    for (int i = 1; i < MARK.length; i++) {
      if (bytes.getByte(at + i) != MARK[i]) {
        return false;
      }
    }
    return true;
  }
}
