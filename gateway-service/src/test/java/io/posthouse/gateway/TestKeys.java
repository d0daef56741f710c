package io.posthouse.gateway;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes API keys as auth-service would, with arithmetic of its own. */
public final class TestKeys {

  /** The pepper of every test, {@code version:base64}. */
  public static final String PEPPER = "7:" + Base64.getEncoder().encodeToString(new byte[32]);

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  private TestKeys() {}

  public static String fresh() {
    StringBuilder key = new StringBuilder("ph_live_");
    for (int i = 0; i < 51; i++) {
      key.append(ALPHABET.charAt(RANDOM.nextInt(62)));
    }
    return key.append(checksum(key.toString())).toString();
  }

  static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    BigInteger rest = BigInteger.valueOf(crc.getValue());
    StringBuilder digits = new StringBuilder();
    while (digits.length() < 6) {
      BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(62));
      digits.insert(0, ALPHABET.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    return digits.toString();
  }

  /** What auth-service stores of a key. */
  public static String mac(String key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(key.getBytes(StandardCharsets.US_ASCII)));
    } catch (java.security.GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
