package io.posthouse.relay.exchange;

import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.protocol.Refusal.Cause;
import io.posthouse.relay.routing.Pick;
import io.posthouse.relay.routing.RetryBudget;
import io.posthouse.relay.routing.Tried;
import io.posthouse.relay.routing.Turn;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Goes from one upstream to the next until one answers: within one time for the whole call, within
 * the channel's retry budget, and waiting a while for a place where all are full. A channel that
 * has nobody left is left for the next one on the call's way, if there is one. Confined to the
 * exchange's loop.
 */
final class Failover {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(25);

  private final Exchange exchange;
  private final Way way;
  private final Stickiness stickiness;
  private final Tried tried = new Tried();
  private final long startedAt = System.nanoTime();
  private RetryBudget retries;
  private @Nullable Refusal last;
  private long waitingSince;
  private boolean waiting;

  Failover(Exchange exchange, Way way, Stickiness stickiness) {
    this.exchange = exchange;
    this.way = way;
    this.stickiness = stickiness;
    this.retries = exchange.relay().retries(way.channel());
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
                way.here().stop().upstreams(),
                exchange.call().model(),
                exchange.call().surface(),
                tried,
                stickiness.preferred());
    switch (pick) {
      case Pick.Take(Turn turn) -> take(turn);
      case Pick.Exhausted _ -> leave(last == null ? Failures.overloaded() : last);
      case Pick.Limited limited -> leave(Failures.limited(limited.retryAfter()));
      case Pick.Refused _ -> leave(last == null ? Failures.upstream() : last);
      case Pick.Busy _ -> waitForAPlace();
    }
  }

  /** This channel has nobody left: the key's next one, or that answer. */
  private void leave(Refusal refusal) {
    if (exchange.movesOn()) {
      waiting = false;
      last = refusal;
      retries = exchange.relay().retries(way.channel());
      next();
    } else {
      exchange.giveUp(refusal);
    }
  }

  private void take(Turn turn) {
    waiting = false;
    if (!tried.isEmpty() && !retries.spend()) {
      turn.over();
      leave(last == null ? Failures.overloaded() : last);
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
      noPlace();
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

  private void noPlace() {
    Pick resting =
        exchange
            .relay()
            .selector()
            .insteadOfWaiting(
                way.here().stop().upstreams(),
                exchange.call().model(),
                exchange.call().surface(),
                tried);
    if (resting instanceof Pick.Take(Turn turn)) {
      take(turn);
    } else {
      leave(
          Refusal.of(
              Cause.RATE_LIMITED,
              "The model's providers have as many calls as they take; try again.",
              Failures.SOON));
    }
  }
}
