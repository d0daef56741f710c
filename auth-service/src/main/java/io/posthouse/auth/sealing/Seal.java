package io.posthouse.auth.sealing;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Seals and opens short texts, and makes their blind indexes. */
public final class Seal {

  private static final String ALGORITHM = "HmacSHA256";

  private final Aead cipher;
  private final byte[] indexKey;

  Seal(Aead cipher, byte[] indexKey) {
    this.cipher = cipher;
    this.indexKey = indexKey.clone();
  }

  /**
   * The ciphertext of a text.
   *
   * @param place the table and column it is stored in, {@code accounts|email}
   * @param row the row's id
   */
  public byte[] close(String text, String place, UUID row) {
    try {
      return cipher.encrypt(text.getBytes(StandardCharsets.UTF_8), where(place, row));
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(place + ": could not be sealed", failed);
    }
  }

  /**
   * The text of a ciphertext.
   *
   * @throws IllegalStateException when it was not sealed by a key of this keyset, for this very
   *     place
   */
  public String open(byte[] sealed, String place, UUID row) {
    try {
      return new String(cipher.decrypt(sealed, where(place, row)), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(place + "|" + row + ": could not be opened", failed);
    }
  }

  private static byte[] where(String place, UUID row) {
    return (place + "|" + row).getBytes(StandardCharsets.UTF_8);
  }

  /** What a text is found by: equal texts have equal indexes, and nothing can be read from one. */
  public byte[] index(String text) {
    return mac("index|" + text);
  }

  /**
   * A signal that can be compared and not read: 22 characters of base64url.
   *
   * @param kind keeps equal texts of different kinds apart
   */
  public String fingerprint(String kind, String text) {
    byte[] mac = mac("fingerprint|" + kind + "|" + text);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(java.util.Arrays.copyOf(mac, 16));
  }

  private byte[] mac(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(indexKey, ALGORITHM));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(ALGORITHM + " is part of every JDK", impossible);
    }
  }

  /** SHA-256, for values that are random enough to need no key. */
  public static byte[] digest(String value) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("SHA-256 is part of every JDK", impossible);
    }
  }
}
