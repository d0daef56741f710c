package io.posthouse.referral.reward;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a reward waits, and for what.
 *
 * @param hold from the payment to the grant, on the business clock; not negative
 * @param signals {@code review}: a reward whose people share a device or a network waits for an
 *     operator; {@code ignore}: it does not. When unset: {@code ignore} in the environment {@code
 *     local}, where everybody is one machine, {@code review} everywhere else
 */
@ConfigurationProperties("posthouse.referral")
record HoldProperties(@DefaultValue("24h") Duration hold, @Nullable Policy signals) {

  HoldProperties {
    if (hold.isNegative()) {
      throw new IllegalArgumentException("posthouse.referral.hold: " + hold + " (expected: >= 0)");
    }
  }

  boolean reviewsSignals(String environment) {
    Policy policy = signals();
    return policy == null ? !environment.equals("local") : policy == Policy.REVIEW;
  }

  enum Policy {
    REVIEW,
    IGNORE
  }
}
