package io.posthouse.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Tells addresses that are not on the public internet (resilience.md A13). */
public final class PrivateAddresses {

  private PrivateAddresses() {}

  /**
   * Whether an address is private, loopback, link-local, shared (100.64/10), a documentation or
   * test range, multicast, reserved or unspecified; also when it is such an IPv4 address inside an
   * IPv6 one (mapped, 6to4, NAT64).
   */
  public static boolean contains(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet6Address ? privateV6(bytes) : privateV4(bytes);
  }

  private static boolean privateV4(byte[] b) {
    int first = b[0] & 0xff;
    int second = b[1] & 0xff;
    int third = b[2] & 0xff;
    return first == 0
        || first >= 240
        || (first == 100 && second >= 64 && second < 128)
        || (first == 192 && second == 0 && (third == 0 || third == 2))
        || (first == 198 && (second == 18 || second == 19 || (second == 51 && third == 100)))
        || (first == 203 && second == 0 && third == 113);
  }

  private static boolean privateV6(byte[] b) {
    if ((b[0] & 0xfe) == 0xfc) {
      return true;
    }
    if (b[0] == 0x20 && b[1] == 0x02) {
      return contains(embedded(b, 2));
    }
    if (b[0] == 0 && (b[1] & 0xff) == 0x64 && (b[2] & 0xff) == 0xff && (b[3] & 0xff) == 0x9b) {
      return contains(embedded(b, 12));
    }
    if (b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0d && (b[3] & 0xff) == 0xb8) {
      return true;
    }
    for (int i = 0; i < 12; i++) {
      if (b[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static InetAddress embedded(byte[] b, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(b, from, from + 4));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("four bytes are an address", impossible);
    }
  }
}
