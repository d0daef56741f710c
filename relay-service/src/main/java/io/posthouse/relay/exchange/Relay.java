package io.posthouse.relay.exchange;

import io.posthouse.relay.admission.Leases;
import io.posthouse.relay.pricing.PriceBoard;
import io.posthouse.relay.routing.Routing;
import io.posthouse.relay.routing.UpstreamHealth;
import io.posthouse.relay.routing.UpstreamSelector;
import io.posthouse.relay.tracing.CallTraces;
import io.posthouse.relay.usage.UsageJournal;
import io.posthouse.transport.UpstreamPool;
import java.time.Clock;

/**
 * What every exchange works with. Thread-safe, as its parts are.
 *
 * @param clock the business clock
 */
public record Relay(
    UpstreamPool upstreams,
    Routing routing,
    UpstreamHealth health,
    UpstreamSelector selector,
    PriceBoard prices,
    Leases leases,
    UsageJournal journal,
    CallTraces traces,
    RelaySettings settings,
    Clock clock) {

  /**
   * Begins a call, on the client's event loop.
   *
   * @return what the client's connection tells of its own fate
   */
  public Exchange begin(IncomingCall incoming, ClientSide client) {
    Exchange exchange = new Exchange(this, incoming, client);
    exchange.begin();
    return exchange;
  }
}
