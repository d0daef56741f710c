package io.posthouse.gateway.edge;

import io.posthouse.gateway.key.AddressRanges;
import io.posthouse.gateway.key.Addresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * Where a request comes from: the socket's address. Behind configured proxies it is the last
 * address in {@code X-Forwarded-For} that is not one of them; anybody else's forwarding headers are
 * noise (resilience.md A20).
 */
@Component
public final class ClientAddresses {

  private final AddressRanges proxies;

  ClientAddresses(EdgeProperties edge) {
    this.proxies =
        AddressRanges.configured("posthouse.gateway.trusted-proxies", edge.trustedProxies());
  }

  /** The caller's address. */
  public InetAddress of(ServerHttpRequest request) {
    InetSocketAddress remote = request.getRemoteAddress();
    InetAddress peer = remote == null ? null : remote.getAddress();
    if (peer == null) {
      return InetAddress.getLoopbackAddress();
    }
    return proxies.contains(peer) ? forwarded(request, peer) : peer;
  }

  /** Whether the caller came by TLS, to us or to a configured proxy. */
  public boolean isSecure(ServerHttpRequest request) {
    if (request.getSslInfo() != null) {
      return true;
    }
    InetSocketAddress remote = request.getRemoteAddress();
    return remote != null
        && remote.getAddress() != null
        && proxies.contains(remote.getAddress())
        && "https".equalsIgnoreCase(request.getHeaders().getFirst("X-Forwarded-Proto"));
  }

  private InetAddress forwarded(ServerHttpRequest request, InetAddress peer) {
    List<String> hops =
        request.getHeaders().getOrEmpty("X-Forwarded-For").stream()
            .flatMap(line -> List.of(line.split(",", -1)).stream())
            .map(String::strip)
            .toList();
    InetAddress nearest = peer;
    for (String hop : hops.reversed()) {
      InetAddress address = Addresses.literal(hop);
      if (address == null) {
        return nearest;
      }
      nearest = address;
      if (!proxies.contains(address)) {
        return nearest;
      }
    }
    return nearest;
  }
}
