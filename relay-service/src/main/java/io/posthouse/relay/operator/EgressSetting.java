package io.posthouse.relay.operator;

import io.posthouse.transport.Egress;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * By which way an upstream's traffic leaves: one of the two (P08).
 *
 * @param proxy {@code http://[user:password@]host:port}, or {@code socks5://}
 * @param address one of this machine's addresses, a literal
 */
public record EgressSetting(@Nullable String proxy, @Nullable String address) {

  public EgressSetting {
    if ((proxy == null) == (address == null)) {
      throw new IllegalArgumentException("egress: proxy and address (expected: one of the two)");
    }
  }

  /**
   * The way itself.
   *
   * @throws IllegalArgumentException when the proxy's address is malformed
   */
  Egress way() {
    String through = proxy();
    if (through == null) {
      return new Egress.Bound(java.util.Objects.requireNonNull(address()));
    }
    URI uri = uri(through);
    String user = uri.getUserInfo();
    int colon = user == null ? -1 : user.indexOf(':');
    return new Egress.Proxy(
        uri.getScheme().equals("socks5") ? Egress.ProxyKind.SOCKS5 : Egress.ProxyKind.HTTP,
        uri.getHost(),
        uri.getPort(),
        user == null || colon < 0 ? null : user.substring(0, colon),
        user == null || colon < 0 ? null : user.substring(colon + 1));
  }

  private static URI uri(String proxy) {
    try {
      URI uri = new URI(proxy);
      boolean known = "http".equals(uri.getScheme()) || "socks5".equals(uri.getScheme());
      if (known && uri.getHost() != null && uri.getPort() > 0) {
        return uri;
      }
    } catch (URISyntaxException malformed) {
      // Said below, without quoting it: it may hold a password.
    }
    throw new IllegalArgumentException(
        "egress.proxy: malformed (expected: http://host:port or socks5://host:port)");
  }

  /** The same without a password. */
  EgressSetting shown() {
    String through = proxy();
    if (through == null) {
      return this;
    }
    URI uri = uri(through);
    return new EgressSetting(uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort(), null);
  }
}
