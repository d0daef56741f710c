package io.posthouse.billing.reward;

import static java.util.Objects.requireNonNull;

import io.posthouse.billing.web.MoneyView;
import java.util.UUID;

/**
 * What this service reads of {@code referral.reward-granted.v1}.
 *
 * @param accountId the inviter, who gets it
 */
record RewardGranted(UUID rewardId, UUID accountId, MoneyView amount) {

  RewardGranted {
    requireNonNull(rewardId, "rewardId");
    requireNonNull(accountId, "accountId");
    requireNonNull(amount, "amount");
  }
}
