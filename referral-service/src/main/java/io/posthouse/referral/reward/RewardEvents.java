package io.posthouse.referral.reward;

import io.posthouse.outbox.Outbox;
import io.posthouse.outbox.Topics;
import io.posthouse.referral.money.Money;
import io.posthouse.referral.rule.RuleView;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Tells the other services, in the transaction of the change. */
@Component
class RewardEvents {

  static final String GRANTED = "referral.reward-granted.v1";
  static final String REVOKED = "referral.reward-revoked.v1";
  static final String RESTORED = "referral.reward-restored.v1";

  private final Outbox outbox;

  RewardEvents(Outbox outbox) {
    this.outbox = outbox;
  }

  void granted(Reward reward) {
    String inviter = reward.inviterId().toString();
    outbox.append(
        GRANTED,
        inviter,
        new RewardGranted(
            reward.id().toString(),
            inviter,
            reward.refereeId().toString(),
            Money.usd(reward.amount()),
            RuleView.of(reward.rule())));
  }

  void revoked(Reward reward, String reason) {
    String inviter = reward.inviterId().toString();
    outbox.append(
        REVOKED,
        inviter,
        new RewardRevoked(
            reward.id().toString(),
            inviter,
            reward.refereeId().toString(),
            Money.usd(reward.amount()),
            reason,
            reward.revocations()));
  }

  void restored(Reward reward) {
    String inviter = reward.inviterId().toString();
    outbox.append(
        RESTORED,
        inviter,
        new RewardRestored(
            reward.id().toString(),
            inviter,
            reward.refereeId().toString(),
            Money.usd(reward.amount()),
            reward.revocations()));
  }

  record RewardGranted(
      String rewardId, String accountId, String refereeId, Money amount, RuleView rule) {}

  record RewardRevoked(
      String rewardId,
      String accountId,
      String refereeId,
      Money amount,
      String reason,
      int revocation) {}

  record RewardRestored(
      String rewardId, String accountId, String refereeId, Money amount, int revocation) {}

  /** The topics that this service owns. */
  @Configuration(proxyBeanMethods = false)
  static class Owned {

    @Bean
    NewTopic rewardGranted() {
      return Topics.ordinary(GRANTED);
    }

    @Bean
    NewTopic rewardRevoked() {
      return Topics.ordinary(REVOKED);
    }

    @Bean
    NewTopic rewardRestored() {
      return Topics.ordinary(RESTORED);
    }
  }
}
