package io.posthouse.billing.wallet;

import java.math.BigDecimal;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Credit leases.
 *
 * @param validity how long a lease may be spent from without a renewal; above zero
 * @param largest USD: a node is given no more than this at once, unless the calls that wait need it
 * @param preciseBelow USD: a wallet with less than this, or than 20 calls cost, is leased call by
 *     call
 */
@ConfigurationProperties("posthouse.relay.lease")
record LeaseProperties(
    @DefaultValue("10m") Duration validity,
    @DefaultValue("50") BigDecimal largest,
    @DefaultValue("0.50") BigDecimal preciseBelow) {

  LeaseProperties {
    if (!validity.isPositive()) {
      throw new IllegalArgumentException(
          "posthouse.relay.lease.validity: " + validity + " (expected: above zero)");
    }
  }
}
