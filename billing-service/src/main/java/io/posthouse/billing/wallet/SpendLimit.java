package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import java.util.Locale;

/**
 * What an API key may spend in a period (UTC days and calendar months).
 *
 * @param amount USD, zero or more
 */
public record SpendLimit(Money amount, Period period) {

  /** Over what a limit counts. */
  public enum Period {
    /** A UTC day. */
    DAY,
    /** A UTC calendar month. */
    MONTH,
    /** The key's life. */
    TOTAL;

    /** The name in the API. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The period of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Period of(String code) {
      for (Period period : values()) {
        if (period.code().equals(code)) {
          return period;
        }
      }
      throw new IllegalArgumentException("period: " + code + " (expected: day, month or total)");
    }
  }

  /**
   * @throws IllegalArgumentException if the amount is below zero or not USD
   */
  public SpendLimit {
    if (amount.currency() != Currency.USD || amount.isNegative()) {
      throw new IllegalArgumentException("spendLimit: " + amount + " (expected: >= 0 USD)");
    }
  }
}
