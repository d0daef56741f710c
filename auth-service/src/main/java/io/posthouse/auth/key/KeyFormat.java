package io.posthouse.auth.key;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** The form of an API key. The gateway keeps its own copy of these rules. */
final class KeyFormat {

  static final String PREFIX = "ph_live_";
  static final int PUBLIC_ID_LENGTH = 8;
  static final int LENGTH = PREFIX.length() + PUBLIC_ID_LENGTH + 43 + 6;

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());
  private static final int SECRET_LENGTH = 43;
  private static final int CHECKSUM_LENGTH = 6;
  private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9A-Za-z]{57}");

  private KeyFormat() {}

  /** A new key, its 256 bits from the given source. */
  static String generate(Random random) {
    StringBuilder key = new StringBuilder(LENGTH).append(PREFIX);
    for (int i = 0; i < PUBLIC_ID_LENGTH; i++) {
      key.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    byte[] bits = new byte[32];
    random.nextBytes(bits);
    key.append(base62(new BigInteger(1, bits), SECRET_LENGTH));
    return key.append(checksum(key)).toString();
  }

  /** Whether a string has the form and the right checksum. Looks nothing up. */
  static boolean isWellFormed(String key) {
    int body = LENGTH - CHECKSUM_LENGTH;
    return FORM.matcher(key).matches()
        && checksum(key.subSequence(0, body)).contentEquals(key.subSequence(body, LENGTH));
  }

  /** The public id inside a well-formed key. */
  static String publicId(String key) {
    return key.substring(PREFIX.length(), PREFIX.length() + PUBLIC_ID_LENGTH);
  }

  private static String checksum(CharSequence body) {
    CRC32 crc = new CRC32();
    crc.update(body.toString().getBytes(StandardCharsets.US_ASCII));
    return base62(BigInteger.valueOf(crc.getValue()), CHECKSUM_LENGTH);
  }

  private static String base62(BigInteger number, int length) {
    char[] digits = new char[length];
    BigInteger rest = number;
    for (int i = length - 1; i >= 0; i--) {
      BigInteger[] step = rest.divideAndRemainder(BASE);
      digits[i] = ALPHABET.charAt(step[1].intValue());
      rest = step[0];
    }
    return new String(digits);
  }
}
