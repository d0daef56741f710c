package io.posthouse.notification.recipient;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Seals addresses with Tink AEAD. The associated data names table, column and row, so that a sealed
 * address is good for its own account only (P10). Thread-safe.
 */
@Component
class AddressSeal {

  private static final String PROPERTY = "posthouse.encryption.keyset";

  private final Aead aead;

  AddressSeal(EncryptionProperties properties) {
    String keyset = properties.keyset();
    if (keyset == null || keyset.isBlank()) {
      throw new IllegalStateException(
          PROPERTY + ": not set (expected: a Tink AEAD keyset, JSON in base64)");
    }
    this.aead = read(keyset.strip());
  }

  private static Aead read(String keyset) {
    try {
      AeadConfig.register();
      String json = new String(Base64.getDecoder().decode(keyset), StandardCharsets.UTF_8);
      return TinkJsonProtoKeysetFormat.parseKeyset(
              json, RegistryConfiguration.get(), InsecureSecretKeyAccess.get())
          .getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
      // The cause is left out on purpose: a parser's message may quote the keyset.
      throw new IllegalStateException(
          PROPERTY + ": unreadable (expected: a Tink AEAD keyset, JSON in base64)");
    }
  }

  byte[] seal(UUID accountId, String address) {
    try {
      return aead.encrypt(address.getBytes(StandardCharsets.UTF_8), associated(accountId));
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException("an address could not be sealed", failed);
    }
  }

  /**
   * The address.
   *
   * @throws IllegalStateException if it was sealed for another account, by a key that is gone, or
   *     altered
   */
  String open(UUID accountId, byte[] sealed) {
    try {
      return new String(aead.decrypt(sealed, associated(accountId)), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(
          "the address of " + accountId + " could not be opened", failed);
    }
  }

  private static byte[] associated(UUID accountId) {
    return ("recipients|address|" + accountId).getBytes(StandardCharsets.UTF_8);
  }
}
