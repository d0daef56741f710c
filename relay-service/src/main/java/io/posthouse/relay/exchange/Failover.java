package io.posthouse.relay.exchange;

import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.protocol.Refusal.Cause;
import io.posthouse.relay.routing.Pick;
import io.posthouse.relay.routing.RetryBudget;
import io.posthouse.relay.routing.Route;
import io.posthouse.relay.routing.Tried;
import io.posthouse.relay.routing.Turn;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Goes from one upstream to the next until one answers: within one time for the whole call, within
 * the channel's retry budget, and waiting a while for a place where all are full. Confined to the
 * exchange's loop.
 */
final class Failover {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(25);

  private final Exchange exchange;
  private final Route.Found route;
  private final RetryBudget retries;
  private final Stickiness stickiness;
  private final Tried tried = new Tried();
  private final long startedAt = System.nanoTime();
  private @Nullable Refusal last;
  private long waitingSince;
  private boolean waiting;

  Failover(Exchange exchange, Route.Found route, Stickiness stickiness) {
    this.exchange = exchange;
    this.route = route;
    this.stickiness = stickiness;
    this.retries = exchange.relay().retries(route.channel().name());
    retries.earn();
  }

  /** How much of the call's time is left; negative when it is over. */
  Duration left() {
    return exchange.settings().callTime().minusNanos(System.nanoTime() - startedAt);
  }

  void next() {
    if (left().isNegative()) {
      exchange.giveUp(last == null ? Failures.timeout().refusal() : last);
      return;
    }
    Pick pick =
        exchange
            .relay()
            .selector()
            .next(
                route.upstreams(),
                exchange.call().model(),
                exchange.call().surface(),
                tried,
                stickiness.preferred());
    switch (pick) {
      case Pick.Take(Turn turn) -> take(turn);
      case Pick.Exhausted _ -> exchange.giveUp(last == null ? Failures.overloaded() : last);
      case Pick.Limited limited -> exchange.giveUp(Failures.limited(limited.retryAfter()));
      case Pick.Refused _ -> exchange.giveUp(last == null ? Failures.upstream() : last);
      case Pick.Busy _ -> waitForAPlace();
    }
  }

  private void take(Turn turn) {
    waiting = false;
    if (!tried.isEmpty() && !retries.spend()) {
      turn.over();
      exchange.giveUp(last == null ? Failures.overloaded() : last);
      return;
    }
    tried.add(turn);
    stickiness.goesTo(turn.upstream());
    exchange.attempt(turn);
  }

  /** An attempt gave nothing that a client may see. */
  void failed(Refusal refusal) {
    last = refusal;
    next();
  }

  private void waitForAPlace() {
    long now = System.nanoTime();
    if (!waiting) {
      waiting = true;
      waitingSince = now;
    }
    if (now - waitingSince > exchange.settings().placeWait().toNanos()) {
      exchange.giveUp(
          Refusal.of(
              Cause.RATE_LIMITED,
              "The model's providers have as many calls as they take; try again.",
              Failures.SOON));
      return;
    }
    var _ =
        exchange
            .client()
            .loop()
            .schedule(
                () -> {
                  if (exchange.mayMoveOn()) {
                    next();
                  }
                },
                LOOK_AGAIN.toNanos(),
                TimeUnit.NANOSECONDS);
  }
}
