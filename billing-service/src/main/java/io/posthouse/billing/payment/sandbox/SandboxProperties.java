package io.posthouse.billing.payment.sandbox;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sandbox provider's settings, read only when it is enabled.
 *
 * @param secret what callbacks are signed with: base64, 32 bytes or more; a missing one stops the
 *     start (A29)
 * @param merchant who we are to it
 */
@ConfigurationProperties("posthouse.payment.sandbox")
record SandboxProperties(@Nullable String secret, @DefaultValue("posthouse") String merchant) {

  private static final int MINIMUM_BYTES = 32;
  private static final String NAME = "posthouse.payment.sandbox.secret";

  byte[] secretBytes() {
    String text = secret();
    if (text == null || text.isBlank()) {
      throw new IllegalStateException(
          NAME + ": not set (expected: base64, >= " + MINIMUM_BYTES + " bytes)");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException notBase64) {
      // The cause is left out: its message may quote the secret.
      throw new IllegalStateException(NAME + ": not base64");
    }
    if (bytes.length < MINIMUM_BYTES) {
      throw new IllegalStateException(
          NAME + ": " + bytes.length + " bytes (expected: >= " + MINIMUM_BYTES + ")");
    }
    return bytes;
  }

  @Override
  public String toString() {
    return "SandboxProperties[merchant=" + merchant + ", secret=***]";
  }
}
