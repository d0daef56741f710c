package io.posthouse.relay.edge;

/**
 * The beginning of a zstd frame (RFC 8878, 3.1.1), byte by byte: how large a window its sender
 * used, which is how much memory undoing it takes.
 */
final class ZstdHeader {

  private static final int[] MAGIC = {0x28, 0xb5, 0x2f, 0xfd};
  private static final int DESCRIPTOR = MAGIC.length;
  private static final int LONGEST = 18;
  private static final int[] DICTIONARY = {0, 1, 2, 4};
  private static final int[] CONTENT_SIZE = {0, 2, 4, 8};

  private final byte[] bytes = new byte[LONGEST];
  private int length;
  private int whole = DESCRIPTOR + 1;

  /** Whether it has come whole. */
  boolean isWhole() {
    return length == whole;
  }

  /** Adds a byte; not after its end. */
  void add(byte next) throws BrokenCodingException {
    bytes[length] = next;
    if (length < MAGIC.length && (next & 0xff) != MAGIC[length]) {
      throw new BrokenCodingException();
    }
    if (length == DESCRIPTOR) {
      whole += (isSingle() ? 0 : 1) + DICTIONARY[at(DESCRIPTOR) & 3] + sizeLength();
    }
    length++;
  }

  private int at(int index) {
    return bytes[index] & 0xff;
  }

  private boolean isSingle() {
    return (at(DESCRIPTOR) & 0x20) != 0;
  }

  private int sizeLength() {
    int flag = at(DESCRIPTOR) >> 6;
    return flag == 0 && isSingle() ? 1 : CONTENT_SIZE[flag];
  }

  /** The window in bytes; {@link Long#MAX_VALUE} for what no number can tell. */
  long window() {
    if (!isSingle()) {
      int descriptor = at(DESCRIPTOR + 1);
      long base = 1L << (10 + (descriptor >> 3));
      return base + base / 8 * (descriptor & 7);
    }
    long size = 0;
    for (int i = 1; i <= sizeLength(); i++) {
      size = size << 8 | at(whole - i);
    }
    return size < 0 ? Long.MAX_VALUE : size + (sizeLength() == 2 ? 256 : 0);
  }

  /** All of it, {@link #length()} bytes long. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
