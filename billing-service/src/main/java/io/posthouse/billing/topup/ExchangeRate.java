package io.posthouse.billing.topup;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.money.Rounding;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a dollar costs.
 *
 * @param cnyPerUsd above zero, below 1000, at most 10 decimals
 * @param since when it was first seen or set; null for the configured one
 */
record ExchangeRate(BigDecimal cnyPerUsd, Source source, @Nullable Instant since) {

  private static final BigDecimal MOST = new BigDecimal("1000");
  private static final int SCALE = 10;

  /** Where a rate comes from. */
  enum Source {
    INITIAL,
    FEED,
    OPERATOR;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Source of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * @throws IllegalArgumentException if it is no rate
   */
  ExchangeRate {
    if (cnyPerUsd.signum() <= 0
        || cnyPerUsd.compareTo(MOST) >= 0
        || cnyPerUsd.stripTrailingZeros().scale() > SCALE) {
      throw new IllegalArgumentException(
          "cnyPerUsd: not a rate (expected: above 0, below 1000, at most 10 decimals)");
    }
  }

  /**
   * What an amount in CNY credits: divided by the rate, rounded once, half up, at 10 decimals
   * (I12).
   */
  Money credit(Money cny) {
    return Rounding.divide(cny.amount(), cnyPerUsd, Currency.USD);
  }

  /** Whether another rate is further away from this one than a fifth of it. */
  boolean isFarFrom(BigDecimal other) {
    BigDecimal fifth = cnyPerUsd.movePointLeft(1).multiply(BigDecimal.TWO);
    return other.subtract(cnyPerUsd).abs().compareTo(fifth) > 0;
  }

  String plain() {
    return cnyPerUsd.stripTrailingZeros().toPlainString();
  }
}
