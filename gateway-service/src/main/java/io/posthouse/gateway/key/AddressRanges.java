package io.posthouse.gateway.key;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of addresses and CIDR ranges. An entry that cannot be read matches nothing; so a list of
 * nothing else lets nobody in. Never asks DNS.
 */
public final class AddressRanges {

  /** No list: every address is in it. */
  public static final AddressRanges ANY = new AddressRanges(List.of(), true);

  private final List<Range> ranges;
  private final boolean any;

  private AddressRanges(List<Range> ranges, boolean any) {
    this.ranges = ranges;
    this.any = any;
  }

  private record Range(byte[] network, int bits) {

    boolean contains(byte[] address) {
      if (address.length != network.length) {
        return false;
      }
      int whole = bits / 8;
      for (int i = 0; i < whole; i++) {
        if (address[i] != network[i]) {
          return false;
        }
      }
      int rest = bits % 8;
      return rest == 0 || ((address[whole] ^ network[whole]) & 0xFF) >> (8 - rest) == 0;
    }
  }

  /** A list; empty for {@link #ANY}. */
  public static AddressRanges of(List<String> entries) {
    if (entries.isEmpty()) {
      return ANY;
    }
    List<Range> ranges = new ArrayList<>();
    for (String entry : entries) {
      Range range = range(entry.strip());
      if (range != null) {
        ranges.add(range);
      }
    }
    return new AddressRanges(List.copyOf(ranges), false);
  }

  /** Ranges that an operator configures: empty means none, and a malformed one is an error. */
  public static AddressRanges configured(String property, List<String> entries) {
    List<Range> ranges = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Range range = range(entries.get(i).strip());
      if (range == null) {
        throw new IllegalArgumentException(
            property + "[" + i + "]: " + entries.get(i) + " (expected: an address or CIDR range)");
      }
      ranges.add(range);
    }
    return new AddressRanges(List.copyOf(ranges), false);
  }

  private static @Nullable Range range(String entry) {
    int slash = entry.indexOf('/');
    byte[] network = Addresses.parse(slash < 0 ? entry : entry.substring(0, slash));
    if (network == null) {
      return null;
    }
    int most = network.length * 8;
    if (slash < 0) {
      return new Range(network, most);
    }
    try {
      int bits = Integer.parseInt(entry.substring(slash + 1));
      return bits < 0 || bits > most ? null : new Range(network, bits);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  /** Whether an address is in the list. */
  public boolean contains(InetAddress address) {
    if (any) {
      return true;
    }
    byte[] bytes = address.getAddress();
    for (Range range : ranges) {
      if (range.contains(bytes)) {
        return true;
      }
    }
    return false;
  }
}
