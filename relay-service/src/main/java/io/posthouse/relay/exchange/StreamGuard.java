package io.posthouse.relay.exchange;

import io.posthouse.relay.admission.LeaseAnswer;
import io.posthouse.relay.admission.Reservation;
import io.posthouse.relay.admission.WorstCost;
import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.protocol.Refusal;
import java.time.Duration;

/**
 * Keeps a stream's reservation a tranche ahead of its output, and its record in the journal up with
 * it: every 256 tokens, or 2 s (money.md, sections 2 and 3). Looks when a kilobyte has gone by,
 * which is less than 256 tokens in any provider's events. Confined to the exchange's loop.
 */
final class StreamGuard {

  private static final int LOOK_EVERY_BYTES = 1_024;
  private static final long AHEAD = WorstCost.TRANCHE / 4;
  private static final long ASK_AGAIN = Duration.ofSeconds(1).toNanos();
  private static final long TELL_EVERY_TOKENS = 256;
  private static final long TELL_EVERY = Duration.ofSeconds(2).toNanos();

  private static final Refusal USED_UP =
      Refusal.of(
          Refusal.Cause.BALANCE,
          "The balance is used up: this answer ends here. What was sent is charged.");
  private static final Refusal NOT_ASKED =
      Refusal.of(
          Refusal.Cause.OVERLOADED,
          "The wallet cannot be asked right now: this answer ends here. What was sent is charged.");

  private final Exchange exchange;
  private final Reservation reservation;
  private final long most;
  private long paid;
  private int unseen;
  private boolean asking;
  private boolean refused;
  private long askNotBefore = System.nanoTime();
  private long toldOutput;
  private long toldAt = System.nanoTime();

  /**
   * @param paid output tokens that money is set aside for
   * @param most output tokens that the call can give by its caps
   */
  StreamGuard(Exchange exchange, Reservation reservation, long paid, long most) {
    this.exchange = exchange;
    this.reservation = reservation;
    this.paid = paid;
    this.most = most;
  }

  /** So much of the stream went by. */
  void passed(Answer answer, int bytes) {
    unseen += bytes;
    long now = System.nanoTime();
    if (unseen < LOOK_EVERY_BYTES && now - toldAt < TELL_EVERY) {
      return;
    }
    unseen = 0;
    MeterReading reading = answer.partial();
    long output = reading.tokens().output();
    if (output - toldOutput >= TELL_EVERY_TOKENS || now - toldAt >= TELL_EVERY) {
      toldOutput = output;
      toldAt = now;
      exchange.progress(reading);
    }
    if (paid < most) {
      payFor(output, answer, now);
    }
  }

  private void payFor(long output, Answer answer, long now) {
    if (output + AHEAD > paid && !asking && !refused && now - askNotBefore >= 0) {
      extend();
    }
    if (output >= paid && !asking && exchange.settings().balancePolicy() == BalancePolicy.STRICT) {
      answer.endForMoney(refused ? USED_UP : NOT_ASKED);
    }
  }

  private void extend() {
    long more = Math.min(WorstCost.TRANCHE, most - paid);
    asking = true;
    exchange.traced(
        () -> {
          var _ =
              reservation
                  .extend(exchange.dearestOutput(more))
                  .thenAccept(
                      answer -> exchange.client().loop().execute(() -> extended(answer, more)));
        });
  }

  private void extended(LeaseAnswer answer, long more) {
    asking = false;
    switch (answer) {
      case LeaseAnswer.Granted _ -> paid += more;
      case LeaseAnswer.Unavailable _ -> askNotBefore = System.nanoTime() + ASK_AGAIN;
      case LeaseAnswer.BalanceExhausted _,
          LeaseAnswer.SpendLimitReached _,
          LeaseAnswer.AccountRefused _ ->
          refused = true;
    }
  }
}
