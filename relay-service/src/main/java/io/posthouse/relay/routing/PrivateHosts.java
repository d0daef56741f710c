package io.posthouse.relay.routing;

import io.posthouse.transport.AddressPolicy;
import io.posthouse.transport.PrivateAddresses;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The hosts that may be upstreams though their address is private (resilience.md A13 to A15).
 * Immutable.
 */
public final class PrivateHosts implements AddressPolicy {

  private final Set<String> allowed;

  /** Those names and literals, in any case. */
  public PrivateHosts(List<String> allowed) {
    this.allowed =
        allowed.stream()
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a host is on the list. */
  public boolean contains(String host) {
    return allowed.contains(host.toLowerCase(Locale.ROOT));
  }

  @Override
  public boolean allows(String host, InetAddress address) {
    return contains(host) || !PrivateAddresses.contains(address);
  }
}
