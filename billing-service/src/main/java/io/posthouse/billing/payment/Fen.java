package io.posthouse.billing.payment;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import java.math.BigDecimal;

/** CNY in its minor unit, as providers count it. Exact both ways. */
public final class Fen {

  private Fen() {}

  /**
   * An amount in fen.
   *
   * @param cny at most 2 decimals, as all CNY here
   */
  public static long of(Money cny) {
    if (cny.currency() != Currency.CNY) {
      throw new IllegalArgumentException("currency: " + cny.currency() + " (expected: CNY)");
    }
    return cny.amount().movePointRight(2).longValueExact();
  }

  /** An amount of fen. */
  public static Money toMoney(long fen) {
    return new Money(BigDecimal.valueOf(fen, 2), Currency.CNY);
  }

  /** An amount in yuan with exactly two decimals, as {@code 12.30}. */
  public static String yuan(Money cny) {
    return BigDecimal.valueOf(of(cny), 2).toPlainString();
  }
}
