package io.posthouse.auth.registration;

import io.posthouse.auth.sealing.Seal;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a registration comes from, as keyed hashes: neither address nor browser is stored.
 *
 * @param limited what the hourly limit counts by: an IPv4 address, or an IPv6 /64
 * @param network the wider network, for referral-service: IPv4 /24, IPv6 /48; null for an address
 *     inside this machine or a private network, where everybody looks alike
 * @param device the browser without its version numbers, at that address: the browser alone is the
 *     same for half of all people. Null when it does not say, or the network is null
 */
record Origin(String limited, @Nullable String network, @Nullable String device) {

  /**
   * The origin of a request. The gateway is the only one who can reach this service, and puts the
   * client's address last into {@code X-Forwarded-For}; without that header the connection's own
   * address counts.
   */
  static Origin of(HttpServletRequest request, Seal seal) {
    String address = clientAddress(request);
    String agent = request.getHeader("User-Agent");
    String limited = prefix(address, 4, 8);
    boolean tells = tells(address);
    return new Origin(
        seal.fingerprint("address", limited),
        tells ? seal.fingerprint("network", prefix(address, 3, 6)) : null,
        tells && agent != null ? seal.fingerprint("device", limited + " " + family(agent)) : null);
  }

  /** Whether an address tells one household from another. */
  private static boolean tells(String address) {
    try {
      InetAddress literal = InetAddress.ofLiteral(address);
      return !literal.isLoopbackAddress()
          && !literal.isSiteLocalAddress()
          && !literal.isLinkLocalAddress()
          && !literal.isAnyLocalAddress();
    } catch (IllegalArgumentException notLiteral) {
      return true;
    }
  }

  private static String clientAddress(HttpServletRequest request) {
    String forwarded = request.getHeader("X-Forwarded-For");
    if (forwarded == null) {
      return request.getRemoteAddr();
    }
    return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
  }

  /** The leading bytes of a literal address; anything else is taken as it stands. */
  static String prefix(String address, int v4Bytes, int v6Bytes) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      int kept = bytes.length == 4 ? v4Bytes : v6Bytes;
      return InetAddress.getByAddress(Arrays.copyOf(Arrays.copyOf(bytes, kept), bytes.length))
              .getHostAddress()
          + "/"
          + kept * 8;
    } catch (IllegalArgumentException | java.net.UnknownHostException notLiteral) {
      return address;
    }
  }

  static String family(String userAgent) {
    return userAgent.toLowerCase(Locale.ROOT).replaceAll("[0-9._]+", "");
  }
}
