package io.posthouse.billing.payment;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads providers' settings. A provider that is switched on with a secret that is missing, empty or
 * not one keeps the service from starting (A29); messages name the setting and never quote it.
 */
public final class ProviderSettings {

  private static final int LEAST_BITS = 2048;

  private ProviderSettings() {}

  /** A setting that must be there. */
  public static String required(String name, @Nullable String value, String expected) {
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(name + ": not set (expected: " + expected + ")");
    }
    return value.strip();
  }

  /** An address to call: {@code http} or {@code https}, without a trailing slash. */
  public static String address(String name, String value) {
    URI uri = URI.create(value.strip());
    if (!("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
        || uri.getHost() == null
        || value.endsWith("/")) {
      throw new IllegalStateException(
          name + ": not an address (expected: https, without a trailing slash)");
    }
    return value.strip();
  }

  /** An RSA private key: PKCS#8, base64, with or without the lines of PEM. */
  public static PrivateKey privateKey(String name, @Nullable String value) {
    byte[] encoded = base64(name, value, "RSA private key, PKCS#8");
    try {
      return strong(
          name, KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException unreadable) {
      throw unreadable(name, "RSA private key, PKCS#8");
    }
  }

  /** An RSA public key: X.509, base64, with or without the lines of PEM. */
  public static PublicKey publicKey(String name, @Nullable String value) {
    byte[] encoded = base64(name, value, "RSA public key, X.509");
    try {
      return strong(
          name, KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException unreadable) {
      throw unreadable(name, "RSA public key, X.509");
    }
  }

  private static byte[] base64(String name, @Nullable String value, String what) {
    String text = required(name, value, what + ", base64 or PEM");
    String body = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    try {
      return Base64.getDecoder().decode(body);
    } catch (IllegalArgumentException notBase64) {
      throw unreadable(name, what);
    }
  }

  private static <K> K strong(String name, K key) {
    if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_BITS) {
      throw new IllegalStateException(
          name + ": " + rsa.getModulus().bitLength() + " bits (expected: >= " + LEAST_BITS + ")");
    }
    return key;
  }

  // The cause is left out: its message may quote the key.
  private static IllegalStateException unreadable(String name, String what) {
    return new IllegalStateException(name + ": unreadable (expected: " + what + ", base64 or PEM)");
  }
}
