package io.posthouse.relay.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.springframework.stereotype.Component;

/** Seals what must not be read from a stolen disk. Thread-safe. */
@Component
public class Sealing {

  private static final String PROPERTY = "posthouse.encryption.keyset";

  private final Aead aead;

  Sealing(EncryptionProperties properties) {
    String keyset = properties.keyset();
    if (keyset == null || keyset.isBlank()) {
      throw new IllegalStateException(
          PROPERTY + ": not set (expected: a Tink AEAD keyset, JSON in base64)");
    }
    this.aead = read(keyset.strip());
  }

  private static Aead read(String keyset) {
    try {
      Configuration tink = AeadConfig2026.get();
      String json = new String(Base64.getDecoder().decode(keyset), StandardCharsets.UTF_8);
      return TinkJsonProtoKeysetFormat.parseKeyset(json, tink, InsecureSecretKeyAccess.get())
          .getPrimitive(tink, Aead.class);
    } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
      // The cause is left out on purpose: a parser's message may quote the keyset.
      throw new IllegalStateException(
          PROPERTY + ": unreadable (expected: a Tink AEAD keyset, JSON in base64)");
    }
  }

  /**
   * Seals bytes.
   *
   * @param place {@code table|column|row}: where they will stand
   */
  public byte[] seal(byte[] plain, String place) {
    try {
      return aead.encrypt(plain, place.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(place + ": could not be sealed", failed);
    }
  }

  /**
   * Opens sealed bytes.
   *
   * @throws IllegalStateException if they were sealed for another place, by a key that is gone, or
   *     altered
   */
  public byte[] open(byte[] sealed, String place) {
    try {
      return aead.decrypt(sealed, place.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(place + ": could not be opened", failed);
    }
  }
}
