package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a salt and the bytes that went to the client. Not thread-safe. */
final class Digest {

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
    if (bytes.nioBufferCount() == 1) {
      sha256.update(bytes.nioBuffer());
    } else {
      for (ByteBuffer part : bytes.nioBuffers()) {
        sha256.update(part);
      }
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
