package io.posthouse.local.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A call, and what its client saw of it.
 *
 * @param status 0 when there was no answer
 * @param whole whether the answer came to its proper end
 */
record Call(UUID id, UUID account, Kind kind, int status, boolean whole) {

  String body() {
    return kind.body(id.toString());
  }

  /** How the upstream knows it. */
  String digest() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(body().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  Call seen(int status, boolean whole) {
    return new Call(id, account, kind, status, whole);
  }

  boolean sawTheEnd() {
    return status == 200 && whole;
  }
}
