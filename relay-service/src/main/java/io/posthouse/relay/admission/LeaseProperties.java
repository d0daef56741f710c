package io.posthouse.relay.admission;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Credit leases on this node; how long they are valid is billing-service's to say.
 *
 * @param renewal how often leases are renewed
 * @param margin how long before its end a lease is reserved from no more
 * @param idle how long a lease that nobody uses is kept
 * @param preciseIdle the same for a wallet so small that calls are paid for one by one
 */
@ConfigurationProperties("posthouse.relay.lease")
record LeaseProperties(
    @DefaultValue("20s") Duration renewal,
    @DefaultValue("10s") Duration margin,
    @DefaultValue("10s") Duration idle,
    @DefaultValue("1s") Duration preciseIdle) {

  LeaseSettings settings() {
    return new LeaseSettings(renewal, margin, idle, preciseIdle);
  }
}
