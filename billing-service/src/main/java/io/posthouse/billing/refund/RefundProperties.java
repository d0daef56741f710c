package io.posthouse.billing.refund;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of refunds.
 *
 * @param within how long after the payment a customer may ask; above zero
 */
@ConfigurationProperties("posthouse.refund")
record RefundProperties(@DefaultValue("30d") Duration within) {

  RefundProperties {
    if (!within.isPositive()) {
      throw new IllegalArgumentException(
          "posthouse.refund.within: " + within + " (expected: above zero)");
    }
  }
}
