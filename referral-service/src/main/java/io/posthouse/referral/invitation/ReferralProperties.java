package io.posthouse.referral.invitation;

import io.posthouse.referral.rule.RewardRule;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What personal codes promise.
 *
 * @param defaultRule their rule; 10% of the first top-up unless configured
 */
@ConfigurationProperties("posthouse.referral")
record ReferralProperties(@DefaultValue DefaultRule defaultRule) {

  /**
   * A rule out of the configuration; a contradiction stops the start.
   *
   * @param kind {@code ratio} or {@code fixed}
   * @param amount kind fixed: USD
   * @param ratio kind ratio: above 0, at most 1
   * @param cap kind ratio: the most that one reward can be, in USD; none unless set
   */
  record DefaultRule(
      @DefaultValue("ratio") String kind,
      @Nullable BigDecimal amount,
      @DefaultValue("0.10") BigDecimal ratio,
      @Nullable BigDecimal cap) {

    RewardRule toRule() {
      return switch (kind) {
        case "ratio" -> new RewardRule.Ratio(ratio, cap());
        case "fixed" -> {
          BigDecimal fixed = amount();
          if (fixed == null) {
            throw new IllegalArgumentException(
                "posthouse.referral.default-rule.amount: missing (expected: USD, for kind fixed)");
          }
          yield new RewardRule.Fixed(fixed);
        }
        default ->
            throw new IllegalArgumentException(
                "posthouse.referral.default-rule.kind: '" + kind + "' (expected: ratio or fixed)");
      };
    }
  }
}
