package io.posthouse.auth.key;

import java.net.InetAddress;
import java.util.regex.Pattern;

/** A network in CIDR notation, or a single address. */
final class AddressRange {

  private static final Pattern LITERAL =
      Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]{1,44}");

  private AddressRange() {}

  /**
   * The range as {@code address/length}; a single address gets the full length.
   *
   * @param field for the message
   * @throws IllegalArgumentException when it is neither an address nor CIDR, or has bits set behind
   *     its length
   */
  static String canonical(String field, String range) {
    int slash = range.indexOf('/');
    byte[] address = address(field, slash < 0 ? range : range.substring(0, slash));
    int bits = address.length * 8;
    int length = slash < 0 ? bits : length(field, range.substring(slash + 1), bits);
    for (int bit = length; bit < bits; bit++) {
      if ((address[bit / 8] & (0x80 >> (bit % 8))) != 0) {
        throw malformed(field, "bits are set behind /" + length);
      }
    }
    return (slash < 0 ? range : range.substring(0, slash)) + "/" + length;
  }

  private static byte[] address(String field, String literal) {
    if (!LITERAL.matcher(literal).matches()) {
      throw malformed(field, "not an address");
    }
    try {
      return InetAddress.ofLiteral(literal).getAddress();
    } catch (IllegalArgumentException notLiteral) {
      throw malformed(field, "not an address");
    }
  }

  private static int length(String field, String digits, int most) {
    if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > most) {
      throw malformed(field, "the length is not 0 to " + most);
    }
    return Integer.parseInt(digits);
  }

  private static IllegalArgumentException malformed(String field, String why) {
    return new IllegalArgumentException(
        field + ": " + why + " (expected: an IP address or a network such as 203.0.113.0/24)");
  }
}
