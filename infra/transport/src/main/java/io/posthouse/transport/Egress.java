package io.posthouse.transport;

import org.jspecify.annotations.Nullable;

/** By which way an upstream's traffic leaves (P08). */
public sealed interface Egress {

  /** Straight, from whichever address the system takes. */
  Egress DIRECT = new Direct();

  /** Straight. */
  record Direct() implements Egress {}

  /**
   * Straight, from one of this machine's addresses.
   *
   * @param address a literal
   */
  record Bound(String address) implements Egress {}

  /** How a proxy is asked. */
  enum ProxyKind {
    /** HTTP's CONNECT. */
    HTTP,
    /** SOCKS 5. */
    SOCKS5
  }

  /**
   * Through a proxy, which gets the name and resolves it itself; the name is resolved and checked
   * here before it is asked. The proxy is the operator's own: its address is not checked.
   *
   * @param user null when the proxy asks for none
   */
  record Proxy(
      ProxyKind kind, String host, int port, @Nullable String user, @Nullable String password)
      implements Egress {
    @Override
    public String toString() {
      return "Proxy[" + host + ":" + port + "]";
    }
  }
}
