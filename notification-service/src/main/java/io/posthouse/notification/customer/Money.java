package io.posthouse.notification.customer;

import java.math.BigDecimal;

/** An amount as other services send it. */
record Money(BigDecimal amount, String currency) {

  /** For people: {@code USD 13.70}; every digit, and at least two decimals. */
  String spoken() {
    BigDecimal plain = amount.stripTrailingZeros();
    return currency + " " + (plain.scale() < 2 ? plain.setScale(2) : plain).toPlainString();
  }

  boolean isPositive() {
    return amount.signum() > 0;
  }
}
