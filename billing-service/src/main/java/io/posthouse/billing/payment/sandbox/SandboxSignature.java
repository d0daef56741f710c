package io.posthouse.billing.payment.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs and checks the sandbox's callbacks, in real time. Thread-safe. */
final class SandboxSignature {

  static final String TIMESTAMP = "X-Sandbox-Timestamp";
  static final String SIGNATURE = "X-Sandbox-Signature";

  private static final String ALGORITHM = "HmacSHA256";
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final SecretKeySpec key;
  private final InstantSource time;

  SandboxSignature(byte[] secret, InstantSource realTime) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
    this.time = realTime;
  }

  /** The value of {@value #TIMESTAMP} now. */
  String timestamp() {
    return Long.toString(time.instant().getEpochSecond());
  }

  String sign(String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(ALGORITHM + " is part of every JDK", impossible);
    }
  }

  /** Whether a signature is right, compared in constant time. */
  boolean matches(@Nullable String timestamp, @Nullable String signature, byte[] body) {
    if (timestamp == null || signature == null || timestamp.length() > 20) {
      return false;
    }
    return MessageDigest.isEqual(
        sign(timestamp, body).getBytes(StandardCharsets.US_ASCII),
        signature.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a signed timestamp is of the last five minutes, or at most five ahead. */
  boolean isFresh(String timestamp) {
    try {
      Duration age =
          Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), time.instant());
      return age.abs().compareTo(LIFE) <= 0;
    } catch (NumberFormatException | java.time.DateTimeException notTime) {
      return false;
    }
  }
}
