package io.posthouse.transport;

import java.util.List;

/**
 * Where a connection ends, and how it gets there. Connections are shared between calls of an equal
 * origin only.
 *
 * @param tls null-free: whether TLS is spoken
 * @param host a name or literal, lower case
 * @param tlsProtocols the versions that are allowed, such as {@code TLSv1.3}; at least one when
 *     {@code tls}
 */
public record Origin(boolean tls, String host, int port, List<String> tlsProtocols, Egress egress) {

  /** TLS 1.3 alone: the default everywhere (P09). */
  public static final List<String> TLS_1_3 = List.of("TLSv1.3");

  /** What an operator may allow for one upstream. */
  public static final List<String> TLS_1_2 = List.of("TLSv1.3", "TLSv1.2");

  public Origin {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("host: empty");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
    }
    tlsProtocols = List.copyOf(tlsProtocols);
  }

  /** The value of the {@code Host} header. */
  public String authority() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == (tls ? 443 : 80) ? name : name + ":" + port;
  }
}
