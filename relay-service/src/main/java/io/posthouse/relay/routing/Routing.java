package io.posthouse.relay.routing;

/** Holds the routing table in force. Thread-safe: a call takes the table once and keeps it. */
public final class Routing {

  private volatile RoutingTable table = RoutingTable.EMPTY;

  /** The table in force. */
  public RoutingTable table() {
    return table;
  }

  /** Puts another in force. */
  public void replace(RoutingTable next) {
    table = next;
  }
}
