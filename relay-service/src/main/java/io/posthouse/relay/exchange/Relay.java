package io.posthouse.relay.exchange;

import io.posthouse.relay.admission.Leases;
import io.posthouse.relay.health.ModelHealth;
import io.posthouse.relay.metering.TokenCounts;
import io.posthouse.relay.pricing.PriceBoard;
import io.posthouse.relay.routing.RetryBudget;
import io.posthouse.relay.routing.Routing;
import io.posthouse.relay.routing.Sessions;
import io.posthouse.relay.routing.UpstreamSelector;
import io.posthouse.relay.tracing.CallTraces;
import io.posthouse.relay.translation.Translator;
import io.posthouse.transport.UpstreamPool;
import java.time.Clock;
import java.util.Map;

/**
 * What every exchange works with. Thread-safe, as its parts are.
 *
 * @param budgets retry budgets by channel, made when they are first asked for
 * @param clock the business clock
 */
public record Relay(
    UpstreamPool upstreams,
    Routing routing,
    UpstreamSelector selector,
    Sessions sessions,
    RunningKeys runningKeys,
    Map<String, RetryBudget> budgets,
    PriceBoard prices,
    Leases leases,
    LoopJournals journals,
    ModelHealth modelHealth,
    TokenCounts tokenCounts,
    Translator translator,
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

  /** What is left for a channel's second tries. */
  RetryBudget retries(String channel) {
    return budgets.computeIfAbsent(channel, it -> new RetryBudget());
  }
}
