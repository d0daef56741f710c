package io.posthouse.billing.credit;

import io.posthouse.billing.money.Money;
import java.math.BigDecimal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Manual credits and corrections of charges.
 *
 * @param secondPersonAbove USD, zero or more; one above it needs another operator
 */
@ConfigurationProperties("posthouse.credit")
record CreditProperties(@DefaultValue("20") BigDecimal secondPersonAbove) {

  CreditProperties {
    if (Money.usd(secondPersonAbove).isNegative()) {
      throw new IllegalArgumentException(
          "posthouse.credit.second-person-above: " + secondPersonAbove + " (expected: >= 0)");
    }
  }

  boolean needsSecondPerson(Money amount) {
    return amount.compareTo(Money.usd(secondPersonAbove)) > 0;
  }
}
