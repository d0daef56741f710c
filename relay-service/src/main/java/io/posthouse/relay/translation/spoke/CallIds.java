package io.posthouse.relay.translation.spoke;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ids and names that every protocol accepts. One that does not fit is replaced by a digest of
 * itself, so that a call and its result, in this request and the next, still agree.
 */
public final class CallIds {

  private static final int LONGEST = 64;

  private CallIds() {}

  /** Whether all of it is letters, digits, {@code _} and {@code -}, and there is some. */
  public static boolean isSafe(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-';
      if (!fits) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** A tool call's id that fits everywhere; itself when it does. */
  public static String safe(String id) {
    return isSafe(id) && id.length() <= LONGEST ? id : "call_" + digest(id, 24);
  }

  /** A tool's name that fits everywhere; itself when it does. */
  public static String safeName(String name) {
    if (isSafe(name) && name.length() <= LONGEST) {
      return name;
    }
    StringBuilder fit = new StringBuilder(LONGEST);
    for (int i = 0; i < name.length() && fit.length() < LONGEST - 9; i++) {
      String c = name.substring(i, i + 1);
      fit.append(isSafe(c) ? c : "_");
    }
    return fit.append('_').append(digest(name, 8)).toString();
  }

  /**
   * SHA-256 in hexadecimal.
   *
   * @param characters how much of it
   */
  public static String digest(String text, int characters) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, characters);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JVM has SHA-256", impossible);
    }
  }
}
