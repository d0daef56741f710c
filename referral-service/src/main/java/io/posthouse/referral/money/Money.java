package io.posthouse.referral.money;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * An amount in USD, as HTTP and events carry it.
 *
 * @param amount a decimal of at most 12 digits before the point and 10 after it, not negative
 * @param currency {@code USD}
 */
public record Money(String amount, String currency) {

  /** Decimals that the ledger keeps of a dollar. */
  public static final int SCALE = 10;

  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,10})?");

  /**
   * @throws IllegalArgumentException if the amount is not such a decimal or the currency another
   *     one
   */
  @SuppressWarnings("ConstantValue") // JSON may leave a component out
  public Money {
    if (amount == null || !DECIMAL.matcher(amount).matches()) {
      throw new IllegalArgumentException(
          "amount: not an amount (expected: a decimal string with at most 10 decimals)");
    }
    if (!"USD".equals(currency)) {
      throw new IllegalArgumentException("currency: not known here (expected: USD)");
    }
  }

  /** An amount of dollars. */
  public static Money usd(BigDecimal amount) {
    return new Money(amount.toPlainString(), "USD");
  }

  /** The amount, at 10 decimals. */
  public BigDecimal toUsd() {
    return new BigDecimal(amount).setScale(SCALE);
  }
}
