package io.posthouse.gateway.key;

import java.nio.ByteBuffer;
import java.util.Base64;

/** The HMAC-SHA256 of a whole key: what caches and look-ups know it by. */
record KeyMac(long a, long b, long c, long d) {

  static KeyMac of(byte[] mac) {
    ByteBuffer bytes = ByteBuffer.wrap(mac);
    return new KeyMac(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  /** Base64url without padding, as auth-service takes it. */
  String text() {
    byte[] bytes = ByteBuffer.allocate(32).putLong(a).putLong(b).putLong(c).putLong(d).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The MAC is uniformly distributed: any part of it is a hash. */
  @Override
  public int hashCode() {
    return (int) a;
  }

  @Override
  public String toString() {
    return "KeyMac";
  }
}
