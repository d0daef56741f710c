package io.posthouse.relay.routing;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A conversation, within one API key: session ids are the client's own invention and mean nothing
 * under another key. A digest, so that nothing of a prompt is kept.
 */
public record SessionKey(long high, long low) {

  /** Digests parts into a key. Not thread-safe. */
  public static final class Maker {

    private final MessageDigest sha256;

    /**
     * @param keyId of the API key
     */
    public Maker(String keyId) {
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException("SHA-256 is part of every JDK", impossible);
      }
      add(keyId);
    }

    /** A part of its own: {@code ab} and {@code c} is not {@code a} and {@code bc}. */
    public Maker add(String part) {
      return add(ByteBuffer.wrap(part.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** The same, of bytes. */
    public Maker add(ByteBuffer part) {
      sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.remaining()));
      sha256.update(part);
      return this;
    }

    /** The key. */
    public SessionKey key() {
      ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
      return new SessionKey(digest.getLong(), digest.getLong());
    }
  }
}
