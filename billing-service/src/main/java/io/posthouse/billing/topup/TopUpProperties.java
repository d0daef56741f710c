package io.posthouse.billing.topup;

import io.posthouse.billing.money.Money;
import java.math.BigDecimal;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of a top-up (P26).
 *
 * @param minimum CNY, at most 2 decimals, above zero
 * @param maximum CNY, at most 2 decimals, not below the minimum
 * @param quoteValidity how long a quote can be paid, on the business clock
 */
@ConfigurationProperties("posthouse.top-up")
record TopUpProperties(
    @DefaultValue("1") BigDecimal minimum,
    @DefaultValue("500") BigDecimal maximum,
    @DefaultValue("15m") Duration quoteValidity) {

  TopUpProperties {
    Money least = Money.cny(minimum.toPlainString());
    Money most = Money.cny(maximum.toPlainString());
    if (!least.isPositive() || most.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "posthouse.top-up: minimum "
              + least
              + ", maximum "
              + most
              + " (expected: 0 < minimum <= maximum)");
    }
    if (!quoteValidity.isPositive()) {
      throw new IllegalArgumentException(
          "posthouse.top-up.quote-validity: " + quoteValidity + " (expected: > 0)");
    }
  }

  Money least() {
    return Money.cny(minimum.toPlainString());
  }

  Money most() {
    return Money.cny(maximum.toPlainString());
  }
}
