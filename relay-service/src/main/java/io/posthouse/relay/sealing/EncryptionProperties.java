package io.posthouse.relay.sealing;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Encryption at rest.
 *
 * @param keyset a Tink AEAD keyset: JSON, then base64; required
 */
@ConfigurationProperties("posthouse.encryption")
record EncryptionProperties(@Nullable String keyset) {

  @Override
  public String toString() {
    return "EncryptionProperties[keyset=***]";
  }
}
