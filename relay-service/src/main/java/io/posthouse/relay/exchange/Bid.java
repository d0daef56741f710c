package io.posthouse.relay.exchange;

import io.posthouse.relay.admission.WorstCost;
import io.posthouse.relay.pricing.Price;
import io.posthouse.relay.protocol.ModelCall;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a call asks of a wallet before it begins: its worst cost in the dearest of its channels.
 *
 * @param worst USD
 * @param paid output tokens that it pays for; a stream asks for more as it goes on
 * @param most output tokens that the call can give
 * @param cap a limit on each answer's output that the client did not set; null for none
 */
record Bid(BigDecimal worst, long paid, long most, @Nullable Long cap) {

  /** An answer that is shorter would help nobody, and OpenAI's models take no smaller limit. */
  private static final long SHORTEST_ANSWER = 16;

  /** By the client's cap, or the model's. */
  static Bid of(ModelCall call, Way way) {
    long most = WorstCost.outputTokens(call, way.model());
    return of(call, way, most, null);
  }

  private static Bid of(ModelCall call, Way way, long most, @Nullable Long cap) {
    long paid = inTranches(call, way) ? Math.min(most, WorstCost.TRANCHE) : most;
    BigDecimal worst = BigDecimal.ZERO;
    for (Way.Leg leg : way.legs()) {
      Price price = leg.price();
      if (price != null) {
        worst = worst.max(WorstCost.of(call, way.model(), price, paid));
      }
    }
    return new Bid(worst, paid, most, cap);
  }

  /** What cannot be counted while it passes is paid for before it begins. */
  private static boolean inTranches(ModelCall call, Way way) {
    boolean counted = true;
    for (Way.Leg leg : way.legs()) {
      Price price = leg.price();
      counted &= price == null || WorstCost.isCountedOnItsWay(call, way.model(), price);
    }
    return call.stream() && counted;
  }

  /**
   * The most that there is money for, where the client left the length of an answer to us.
   *
   * @param affordable USD
   * @return null when that is no answer's worth, or the client set a cap of its own
   */
  @Nullable Bid within(ModelCall call, Way way, BigDecimal affordable) {
    if (cap != null || call.bounds().capPlace() == null) {
      return null;
    }
    long tokens = paid;
    for (Way.Leg leg : way.legs()) {
      Price price = leg.price();
      if (price != null) {
        tokens = Math.min(tokens, WorstCost.outputFor(call, way.model(), price, affordable));
      }
    }
    long each = tokens / call.choices();
    return each < SHORTEST_ANSWER ? null : of(call, way, each * call.choices(), each);
  }
}
