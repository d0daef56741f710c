package io.posthouse.referral.reward;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.referral.invitation.MaskedPerson;
import io.posthouse.referral.money.Money;
import io.posthouse.referral.rule.RuleView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reward as its inviter sees it.
 *
 * @param person the invited person, masked
 * @param status {@code pending}, {@code held} (being reviewed), {@code granted}, {@code refused},
 *     {@code revoked}
 * @param reason why it was refused or revoked
 * @param dueAt when the hold ends
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RewardView(
    String id,
    String person,
    Money amount,
    RuleView rule,
    RewardStatus status,
    @Nullable String reason,
    Instant dueAt,
    Instant createdAt,
    @Nullable Instant decidedAt) {

  static RewardView of(Reward reward) {
    // What a review looks at is not told to who is reviewed.
    String reason = reward.status() == RewardStatus.HELD ? null : reward.reason();
    return new RewardView(
        reward.id().toString(),
        MaskedPerson.of(reward.refereeId()),
        Money.usd(reward.amount()),
        RuleView.of(reward.rule()),
        reward.status(),
        reason,
        reward.dueAt(),
        reward.createdAt(),
        reward.decidedAt());
  }
}
