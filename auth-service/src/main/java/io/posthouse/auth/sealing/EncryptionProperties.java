package io.posthouse.auth.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What addresses are sealed with.
 *
 * @param keyset a Tink AEAD keyset: its JSON, then base64
 */
@ConfigurationProperties("posthouse.encryption")
record EncryptionProperties(@Nullable String keyset) {

  /**
   * The cipher of this keyset.
   *
   * @throws IllegalStateException when there is none or it cannot be read; says nothing of its
   *     content
   */
  Aead cipher() {
    if (keyset == null || keyset.isBlank()) {
      throw new IllegalStateException(
          "posthouse.encryption.keyset: missing (expected: a Tink AEAD keyset, JSON in base64)");
    }
    try {
      AeadConfig.register();
      String json = new String(Base64.getDecoder().decode(keyset.strip()), StandardCharsets.UTF_8);
      return TinkJsonProtoKeysetFormat.parseKeyset(
              json, RegistryConfiguration.get(), InsecureSecretKeyAccess.get())
          .getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
      throw new IllegalStateException(
          "posthouse.encryption.keyset: unreadable (expected: a Tink AEAD keyset, JSON in base64)");
    }
  }

  /** Prints no key. */
  @Override
  public String toString() {
    return "EncryptionProperties[]";
  }
}
