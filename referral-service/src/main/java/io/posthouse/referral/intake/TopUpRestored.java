package io.posthouse.referral.intake;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * What this service reads of {@code billing.top-up-restored.v1}.
 *
 * @param refundId that of the {@link TopUpRefunded} that it undoes
 */
record TopUpRestored(UUID topUpId, UUID accountId, UUID refundId) {

  TopUpRestored {
    requireNonNull(topUpId, "topUpId");
    requireNonNull(accountId, "accountId");
    requireNonNull(refundId, "refundId");
  }
}
