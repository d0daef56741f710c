package io.posthouse.relay.exchange;

import static java.util.Objects.requireNonNull;

import io.posthouse.relay.admission.Admission;
import io.posthouse.relay.admission.LeaseAnswer;
import io.posthouse.relay.admission.Reservation;
import io.posthouse.relay.caller.Caller;
import io.posthouse.relay.pricing.Price;
import io.posthouse.relay.protocol.ModelCall;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.protocol.Refusal.Cause;
import io.posthouse.relay.routing.Channel;
import io.posthouse.relay.routing.Route;
import io.posthouse.relay.routing.RoutingTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call in: finds the channels that it may go through, pins their prices, has the worst cost
 * in the dearest of them reserved. Confined to the exchange's loop.
 */
final class Gate {

  private final Relay relay;
  private final IncomingCall incoming;
  private final Exchange exchange;

  Gate(Relay relay, IncomingCall incoming, Exchange exchange) {
    this.relay = relay;
    this.incoming = incoming;
    this.exchange = exchange;
  }

  private ModelCall call() {
    return incoming.call();
  }

  /** Ends in {@link Exchange#refuse}, {@link Exchange#admitted} or {@link Exchange#free}. */
  void open() {
    if (relay.journals().isFull()) {
      exchange.refuse(Failures.notWrittenDown());
      return;
    }
    Caller caller = incoming.caller();
    Instant now = relay.clock().instant();
    RoutingTable table = relay.routing().table();
    if (!caller.models().isEmpty() && !caller.models().contains(call().model())) {
      exchange.refuse(notAllowedOrUnknown(table, now));
      return;
    }
    switch (route(table, caller.channels(), now)) {
      case Route.Found found when call().surface().isFree() ->
          exchange.free(
              new Way(
                  found.model(),
                  found.stops().stream().map(stop -> new Way.Leg(stop, null)).toList()));
      case Route.Found found -> reserve(found, now);
      case Route.UnknownModel _ -> exchange.refuse(notAllowedOrUnknown(table, now));
      case Route.OtherProtocol _ -> exchange.notServedHere();
      case Route.Shared(String field) ->
          exchange.refuse(
              new Refusal(
                  Cause.BAD_REQUEST,
                  field + ": works only where the upstream is this account's own",
                  field,
                  null));
      case Route.NoneEnabled _ -> exchange.refuse(Failures.overloaded());
    }
  }

  private Route route(RoutingTable table, List<String> channels, Instant now) {
    return table.route(
        call(), incoming.caller().accountId(), channels, channel -> price(channel, now) != null);
  }

  private @Nullable Price price(Channel channel, Instant now) {
    return relay.prices().at(call().model(), channel.name(), now);
  }

  private Refusal notAllowedOrUnknown(RoutingTable table, Instant now) {
    String model = call().model();
    if (route(table, List.of(), now) instanceof Route.UnknownModel) {
      return new Refusal(
          Cause.UNKNOWN_MODEL, "model: " + model + " does not exist here", "model", null);
    }
    return new Refusal(Cause.FORBIDDEN, "model: this key may not use " + model, "model", null);
  }

  private void reserve(Route.Found found, Instant now) {
    List<Way.Leg> legs = new ArrayList<>(1);
    for (Route.Stop stop : found.stops()) {
      Price price = price(stop.channel(), now);
      if (price != null) {
        legs.add(new Way.Leg(stop, price));
      }
    }
    if (legs.isEmpty()) {
      exchange.refuse(Failures.overloaded());
      return;
    }
    Way way = new Way(found.model(), legs);
    exchange.routed(way);
    reserve(Bid.of(call(), way), way, now);
  }

  private void reserve(Bid bid, Way way, Instant startedAt) {
    exchange.traced(
        () -> {
          var _ =
              relay
                  .leases()
                  .reserve(incoming.caller(), bid.worst())
                  .thenAccept(
                      answer ->
                          exchange
                              .client()
                              .loop()
                              .execute(() -> reserved(answer, bid, way, startedAt)));
        });
  }

  private void reserved(LeaseAnswer answer, Bid bid, Way way, Instant startedAt) {
    if (!exchange.isReceived()) {
      if (answer instanceof LeaseAnswer.Granted(Reservation late)) {
        late.settle(BigDecimal.ZERO);
      }
      return;
    }
    switch (answer) {
      case LeaseAnswer.Granted(Reservation reservation) -> {
        Long cap = bid.cap();
        if (cap != null) {
          exchange.capped(cap);
        }
        Price price = requireNonNull(way.here().price());
        exchange.admitted(
            new Admission(reservation, price, startedAt),
            new StreamGuard(exchange, reservation, bid.paid(), bid.most()));
      }
      case LeaseAnswer.BalanceExhausted(BigDecimal affordable) ->
          shorter(
              bid,
              way,
              affordable,
              startedAt,
              Refusal.of(
                  Cause.BALANCE,
                  "The wallet's available balance does not cover this call's largest possible cost"
                      + " of USD "
                      + bid.worst().stripTrailingZeros().toPlainString()
                      + ". Top up, or ask for fewer output tokens."));
      case LeaseAnswer.SpendLimitReached(BigDecimal affordable) ->
          shorter(
              bid,
              way,
              affordable,
              startedAt,
              Refusal.of(Cause.SPEND_LIMIT, "This key has reached its spend limit."));
      case LeaseAnswer.AccountRefused _ ->
          exchange.refuse(Refusal.of(Cause.FORBIDDEN, "This account may not make calls."));
      case LeaseAnswer.Unavailable _ ->
          exchange.refuse(
              Refusal.of(
                  Cause.OVERLOADED,
                  "The wallet cannot be asked right now. Nothing was charged; try again.",
                  Failures.SOON));
    }
  }

  /**
   * Asks for a shorter answer, where the client left its length to us and there is money for one.
   */
  private void shorter(
      Bid bid, Way way, BigDecimal affordable, Instant startedAt, Refusal refusal) {
    Bid less = bid.within(call(), way, affordable);
    if (less == null) {
      exchange.refuse(refusal);
    } else {
      reserve(less, way, startedAt);
    }
  }
}
