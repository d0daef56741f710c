package io.posthouse.billing.money;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * An amount in one currency, at the currency's scale; may be negative. Immutable; equal when amount
 * and currency are.
 *
 * @param amount at most as many decimals as the currency has; kept at exactly that scale
 */
public record Money(BigDecimal amount, Currency currency) implements Comparable<Money> {

  /** Plain digits only: an exponent could ask for a number of a billion digits. */
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");

  /** No dollars. */
  public static final Money ZERO_USD = new Money(BigDecimal.ZERO, Currency.USD);

  /**
   * @throws IllegalArgumentException if the amount has more decimals than the currency
   */
  public Money {
    if (amount.stripTrailingZeros().scale() > currency.scale()) {
      throw new IllegalArgumentException(
          "amount: "
              + amount.toPlainString()
              + " "
              + currency
              + " (expected: at most "
              + currency.scale()
              + " decimals)");
    }
    amount = amount.setScale(currency.scale());
  }

  /** US dollars. */
  public static Money usd(BigDecimal amount) {
    return new Money(amount, Currency.USD);
  }

  /**
   * US dollars.
   *
   * @throws IllegalArgumentException if it is not a decimal number of at most 10 decimals
   */
  public static Money usd(String amount) {
    return parse(amount, Currency.USD);
  }

  /** Renminbi, as {@link #usd(String)}. */
  public static Money cny(String amount) {
    return parse(amount, Currency.CNY);
  }

  /** Nothing of a currency. */
  public static Money zero(Currency currency) {
    return new Money(BigDecimal.ZERO, currency);
  }

  private static Money parse(String amount, Currency currency) {
    if (!DECIMAL.matcher(amount).matches()) {
      throw new IllegalArgumentException(
          "amount: malformed (expected: a decimal number such as 12.34)");
    }
    return new Money(new BigDecimal(amount), currency);
  }

  /** The sum. */
  public Money plus(Money other) {
    return new Money(amount.add(same(other).amount), currency);
  }

  /** The difference. */
  public Money minus(Money other) {
    return new Money(amount.subtract(same(other).amount), currency);
  }

  /** The same with the other sign. */
  public Money negated() {
    return new Money(amount.negate(), currency);
  }

  /** The smaller of the two. */
  public Money min(Money other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** The larger of the two. */
  public Money max(Money other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** Whether it is more than nothing. */
  public boolean isPositive() {
    return amount.signum() > 0;
  }

  /** Whether it is nothing. */
  public boolean isZero() {
    return amount.signum() == 0;
  }

  /** Whether it is less than nothing. */
  public boolean isNegative() {
    return amount.signum() < 0;
  }

  /** The amount with every digit it has and no trailing zeros, as the API writes it. */
  public String plain() {
    return isZero() ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  /**
   * @throws IllegalArgumentException if the currencies differ
   */
  @Override
  public int compareTo(Money other) {
    return amount.compareTo(same(other).amount);
  }

  private Money same(Money other) {
    if (other.currency != currency) {
      throw new IllegalArgumentException(
          "currency: " + other.currency + " (expected: " + currency + ")");
    }
    return other;
  }

  @Override
  public String toString() {
    return plain() + " " + currency;
  }
}
