package io.posthouse.billing.reward;

import static java.util.Objects.requireNonNull;

import io.posthouse.billing.web.MoneyView;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What this service reads of {@code referral.reward-revoked.v1}.
 *
 * @param accountId the inviter, who had got it
 * @param revocation counts how often it was taken back, from 1; null in events of the first schema
 */
record RewardRevoked(
    UUID rewardId, UUID accountId, MoneyView amount, @Nullable Integer revocation) {

  RewardRevoked {
    requireNonNull(rewardId, "rewardId");
    requireNonNull(accountId, "accountId");
    requireNonNull(amount, "amount");
  }

  int number() {
    Integer told = revocation;
    return told == null ? 1 : told;
  }
}
