package io.posthouse.billing.pricing;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.money.Rounding;
import java.math.BigDecimal;

/**
 * What a call costs: {@code sum over kinds (tokens x official rate) x multiplier / 1,000,000},
 * summed exactly and rounded once, half up, to 10 decimals of a dollar (I9). It depends on nothing
 * else, so anyone can recompute a receipt.
 */
public final class Rating {

  private Rating() {}

  /** The charge for a call's tokens at pinned prices. */
  public static Money charge(TokenCounts tokens, Rates official, BigDecimal multiplier) {
    BigDecimal exact =
        part(tokens.input(), official.input())
            .add(part(tokens.output(), official.output()))
            .add(part(tokens.cacheRead(), official.cacheRead()))
            .add(part(tokens.cacheWrite5m(), official.cacheWrite5m()))
            .add(part(tokens.cacheWrite1h(), official.cacheWrite1h()))
            .multiply(multiplier)
            .movePointLeft(6);
    return Rounding.toMoney(exact, Currency.USD);
  }

  private static BigDecimal part(long tokens, BigDecimal rate) {
    return rate.multiply(BigDecimal.valueOf(tokens));
  }
}
