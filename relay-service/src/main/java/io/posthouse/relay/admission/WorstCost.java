package io.posthouse.relay.admission;

import io.posthouse.relay.pricing.Price;
import io.posthouse.relay.protocol.ModelCall;
import io.posthouse.relay.protocol.Surface;
import io.posthouse.relay.routing.Model;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The most that a call can cost, in USD, to 10 decimals, rounded up.
 *
 * <p>Input: a token is at least one byte, so the body's size bounds it, and the model's maximum
 * does; at the dearest rate that input can have. Output: the client's cap or the model's maximum,
 * whichever is less, for each choice.
 */
public final class WorstCost {

  private static final int SCALE = 10;
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal SMALLEST = BigDecimal.ONE.movePointLeft(SCALE);

  private WorstCost() {}

  /** The worst cost; above zero. */
  public static BigDecimal of(ModelCall call, Model model, Price price) {
    long input = Math.min(call.bytes(), model.maxInputTokens());
    Long cap = call.outputCap();
    long output =
        call.surface().kind() == Surface.Kind.EMBEDDING
            ? 0
            : cap == null ? model.maxOutputTokens() : Math.min(cap, model.maxOutputTokens());
    BigDecimal official =
        price
            .rates()
            .dearestInput()
            .multiply(BigDecimal.valueOf(input))
            .add(
                price
                    .rates()
                    .output()
                    .multiply(BigDecimal.valueOf(output))
                    .multiply(BigDecimal.valueOf(call.choices())));
    return official
        .multiply(price.multiplier())
        .divide(MILLION, SCALE, RoundingMode.CEILING)
        .max(SMALLEST);
  }
}
