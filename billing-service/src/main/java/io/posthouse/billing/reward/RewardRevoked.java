package io.posthouse.billing.reward;

import static java.util.Objects.requireNonNull;

import io.posthouse.billing.web.MoneyView;
import java.util.UUID;

/**
 * What this service reads of {@code referral.reward-revoked.v1}.
 *
 * @param accountId the inviter, who had got it
 */
record RewardRevoked(UUID rewardId, UUID accountId, MoneyView amount) {

  RewardRevoked {
    requireNonNull(rewardId, "rewardId");
    requireNonNull(accountId, "accountId");
    requireNonNull(amount, "amount");
  }
}
