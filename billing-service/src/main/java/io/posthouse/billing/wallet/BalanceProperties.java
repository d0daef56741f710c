package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;
import java.math.BigDecimal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a customer is told about the balance.
 *
 * @param lowThreshold USD; a charge that takes the balance below it is told once
 */
@ConfigurationProperties("posthouse.balance")
record BalanceProperties(@DefaultValue("1") BigDecimal lowThreshold) {

  Money threshold() {
    return Money.usd(lowThreshold);
  }
}
