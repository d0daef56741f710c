package io.posthouse.billing.wallet;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Credit leases.
 *
 * @param validity how long a lease may be spent from without a renewal; above zero
 */
@ConfigurationProperties("posthouse.relay.lease")
record LeaseProperties(@DefaultValue("10m") Duration validity) {

  LeaseProperties {
    if (!validity.isPositive()) {
      throw new IllegalArgumentException(
          "posthouse.relay.lease.validity: " + validity + " (expected: above zero)");
    }
  }
}
