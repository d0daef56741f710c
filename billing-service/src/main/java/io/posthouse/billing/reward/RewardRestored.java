package io.posthouse.billing.reward;

import static java.util.Objects.requireNonNull;

import io.posthouse.billing.web.MoneyView;
import java.util.UUID;

/**
 * What this service reads of {@code referral.reward-restored.v1}.
 *
 * @param accountId the inviter, who had lost it
 * @param amount the whole reward
 * @param revocation the one that it undoes
 */
record RewardRestored(UUID rewardId, UUID accountId, MoneyView amount, int revocation) {

  RewardRestored {
    requireNonNull(rewardId, "rewardId");
    requireNonNull(accountId, "accountId");
    requireNonNull(amount, "amount");
  }
}
