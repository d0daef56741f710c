package io.posthouse.gateway.key;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The written form of an API key: {@code ph_live_}, a public id of 8, a secret of 43, and a
 * checksum of 6 characters, all base62. The checksum is the CRC-32 of everything before it.
 */
public final class KeyFormat {

  static final String PREFIX = "ph_live_";
  static final int PUBLIC_ID = 8;
  static final int CHECKSUM = 6;

  /** The length of every key, in characters. */
  public static final int LENGTH = PREFIX.length() + PUBLIC_ID + 43 + CHECKSUM;

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private KeyFormat() {}

  /** Whether a string can be a key at all. Looks at no more of a long one than its length. */
  public static boolean isValid(String presented) {
    if (presented.length() != LENGTH || !presented.startsWith(PREFIX)) {
      return false;
    }
    for (int i = PREFIX.length(); i < LENGTH; i++) {
      if (!isBase62(presented.charAt(i))) {
        return false;
      }
    }
    return presented.endsWith(checksum(presented.substring(0, LENGTH - CHECKSUM)));
  }

  /** The checksum of a key's other characters. */
  static String checksum(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    long rest = crc.getValue();
    char[] digits = new char[CHECKSUM];
    for (int i = CHECKSUM - 1; i >= 0; i--) {
      digits[i] = ALPHABET.charAt((int) (rest % 62));
      rest /= 62;
    }
    return new String(digits);
  }

  /** The public part of a valid key. */
  public static String publicId(String key) {
    return key.substring(PREFIX.length(), PREFIX.length() + PUBLIC_ID);
  }

  private static boolean isBase62(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
