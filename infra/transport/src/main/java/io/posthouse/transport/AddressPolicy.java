package io.posthouse.transport;

import java.net.InetAddress;

/**
 * Decides which addresses a connection may use. Asked with the very address that the socket will
 * use.
 */
@FunctionalInterface
public interface AddressPolicy {

  /**
   * Whether a connection to that address is allowed.
   *
   * @param host the name or literal that was asked for
   * @param address what it resolved to
   */
  boolean allows(String host, InetAddress address);
}
