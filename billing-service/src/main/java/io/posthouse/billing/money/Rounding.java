package io.posthouse.billing.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The one place where money is rounded: half up, to the currency's scale. A charge is rounded once,
 * after all its parts were summed exactly; a top-up's credit once, after amount and rate were
 * divided.
 */
public final class Rounding {

  /** Half up: what a customer gets who recomputes a receipt by hand. */
  public static final RoundingMode MODE = RoundingMode.HALF_UP;

  private Rounding() {}

  /** An exact value as money. */
  public static Money toMoney(BigDecimal exact, Currency currency) {
    return new Money(exact.setScale(currency.scale(), MODE), currency);
  }

  /**
   * {@code dividend / divisor}, rounded once to the currency's scale (CNY to USD: amount divided by
   * CNY per USD).
   *
   * @throws ArithmeticException if the divisor is zero
   */
  public static Money divide(BigDecimal dividend, BigDecimal divisor, Currency currency) {
    return new Money(dividend.divide(divisor, currency.scale(), MODE), currency);
  }
}
