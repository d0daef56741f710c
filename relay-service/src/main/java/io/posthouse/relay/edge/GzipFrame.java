package io.posthouse.relay.edge;

import java.util.zip.CRC32;

/**
 * What stands around the deflated data of a gzip file (RFC 1952), byte by byte: passes over the
 * header, and checks the trailer. Of one member only. Not thread-safe.
 */
final class GzipFrame {

  private static final int FIXED = 10;
  private static final int TRAILER = 8;
  private static final int HAS_CRC = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int RESERVED = 0xe0;
  private static final int[] BEGINNING = {0x1f, 0x8b, 8};

  private enum At {
    FIXED_PART,
    EXTRA_LENGTH,
    EXTRA,
    NAME,
    COMMENT,
    CRC,
    DATA
  }

  private final CRC32 crc = new CRC32();
  private At at = At.FIXED_PART;
  private int count;
  private int flags;
  private int extra;
  private long trailer;
  private long size;

  /** Whether the header is over and data comes. */
  boolean isInData() {
    return at == At.DATA;
  }

  /** A byte of the header; false when this is no gzip. */
  boolean header(int b) {
    count++;
    switch (at) {
      case FIXED_PART -> {
        if (count <= BEGINNING.length && b != BEGINNING[count - 1]) {
          return false;
        }
        if (count == BEGINNING.length + 1) {
          flags = b;
          return (b & RESERVED) == 0;
        }
        if (count == FIXED) {
          enter(At.EXTRA_LENGTH);
        }
      }
      case EXTRA_LENGTH -> {
        extra |= b << (8 * (count - 1));
        if (count == 2) {
          enter(extra == 0 ? At.NAME : At.EXTRA);
        }
      }
      case EXTRA -> {
        if (count == extra) {
          enter(At.NAME);
        }
      }
      case NAME -> {
        if (b == 0) {
          enter(At.COMMENT);
        }
      }
      case COMMENT -> {
        if (b == 0) {
          enter(At.CRC);
        }
      }
      case CRC -> {
        if (count == 2) {
          enter(At.DATA);
        }
      }
      case DATA -> throw new IllegalStateException("the header is over");
    }
    return true;
  }

  /** Goes to that part, or over it where the flags say that it is not there. */
  private void enter(At next) {
    count = 0;
    at =
        switch (next) {
          case FIXED_PART, EXTRA, DATA -> next;
          case EXTRA_LENGTH -> has(HAS_EXTRA) ? next : after(At.NAME);
          case NAME, COMMENT, CRC -> after(next);
        };
  }

  private At after(At next) {
    if (next == At.NAME && has(HAS_NAME)) {
      return At.NAME;
    }
    if (next != At.CRC && has(HAS_COMMENT)) {
      return At.COMMENT;
    }
    return has(HAS_CRC) ? At.CRC : At.DATA;
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** What came out of the data. */
  void inflated(byte[] bytes, int length) {
    crc.update(bytes, 0, length);
    size += length;
  }

  /** A byte behind the data; false when it cannot stand there. */
  boolean trailer(int b) {
    if (count == TRAILER) {
      return false;
    }
    trailer |= (long) b << (8 * count);
    count++;
    return count < TRAILER || trailer == (crc.getValue() | (size & 0xffffffffL) << 32);
  }

  /** Whether all of it has come. */
  boolean isWhole() {
    return at == At.DATA && count == TRAILER;
  }
}
