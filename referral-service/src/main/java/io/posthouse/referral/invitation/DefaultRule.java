package io.posthouse.referral.invitation;

import io.posthouse.referral.rule.RewardRule;
import org.springframework.stereotype.Component;

/** The rule of personal codes, checked when the service starts. */
@Component
final class DefaultRule {

  private final RewardRule rule;

  DefaultRule(ReferralProperties properties) {
    this.rule = properties.defaultRule().toRule();
  }

  RewardRule rule() {
    return rule;
  }
}
