package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a salt and the bytes that went to the client. Not thread-safe. */
final class Digest {

  /** The JDK would make a view and an array of its own for each piece of memory off the heap. */
  private static final FastThreadLocal<byte[]> BLOCK =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[16 * 1024];
        }
      };

  private final MessageDigest sha256;

  /** Of that salt and what is added to it. */
  Digest(byte[] salt) {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(salt);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is part of every JDK", impossible);
    }
  }

  void add(ByteBuf bytes) {
    byte[] block = BLOCK.get();
    int from = bytes.readerIndex();
    while (from < bytes.writerIndex()) {
      int length = Math.min(block.length, bytes.writerIndex() - from);
      bytes.getBytes(from, block, 0, length);
      sha256.update(block, 0, length);
      from += length;
    }
  }

  /** The digest so far; more may be added after it. */
  String value() {
    try {
      MessageDigest copy = (MessageDigest) sha256.clone();
      return "sha256:" + HexFormat.of().formatHex(copy.digest());
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", impossible);
    }
  }
}
