package io.posthouse.notification.recipient;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The key that seals addresses.
 *
 * @param keyset a Tink AEAD keyset: JSON, then base64
 */
@ConfigurationProperties("posthouse.encryption")
record EncryptionProperties(@Nullable String keyset) {

  @Override
  public String toString() {
    return "EncryptionProperties";
  }
}
