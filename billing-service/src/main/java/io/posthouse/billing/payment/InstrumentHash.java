package io.posthouse.billing.payment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a customer pays with, so that the same card or account can be recognised and not be read
 * (P10, P52). Keyed with a provider's secret: another secret, other hashes. Thread-safe.
 */
public final class InstrumentHash {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param secret the provider's, not empty
   */
  public InstrumentHash(String secret) {
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** The hash of a card's fingerprint or a payer's id; null for null and empty. */
  public @Nullable String of(@Nullable String instrument) {
    if (instrument == null || instrument.isEmpty()) {
      return null;
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] hash =
          mac.doFinal(("posthouse|instrument|" + instrument).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(ALGORITHM + " is part of every JDK", impossible);
    }
  }
}
