package io.posthouse.simulator;

import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds a call's credential, and tells it apart from others without telling it. */
final class Credential {

  private Credential() {}

  /** The credential of a request, or null. */
  static @Nullable String of(HttpHeaders headers) {
    for (String name : new String[] {"x-api-key", "api-key"}) {
      String value = headers.get(name);
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    String authorization = headers.get("authorization");
    if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
      String token = authorization.substring("bearer ".length()).strip();
      return token.isEmpty() ? null : token;
    }
    return null;
  }

  /** The first 12 hex digits of its SHA-256. */
  static String fingerprint(String credential) {
    return sha256(credential.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
  }

  /** A SHA-256, in hex. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is part of every JDK", impossible);
    }
  }
}
