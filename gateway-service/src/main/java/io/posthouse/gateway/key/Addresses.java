package io.posthouse.gateway.key;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Reads literal addresses, and never asks DNS. */
public final class Addresses {

  private Addresses() {}

  /** The address of a literal (IPv4-mapped IPv6 is IPv4), or null. */
  public static @Nullable InetAddress literal(String text) {
    byte[] bytes = parse(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("4 or 16 bytes are an address", impossible);
    }
  }

  static byte @Nullable [] parse(String text) {
    if (text.isEmpty() || text.length() > 45) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.digit(c, 16) < 0 && c != '.' && c != ':') {
        return null;
      }
    }
    boolean six = text.indexOf(':') >= 0;
    if (!six && dots(text) != 3) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static int dots(String text) {
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      dots += text.charAt(i) == '.' ? 1 : 0;
    }
    return dots;
  }
}
