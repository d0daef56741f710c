package io.posthouse.referral.intake;

import static java.util.Objects.requireNonNull;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What this service reads of {@code billing.top-up-refunded.v1}.
 *
 * @param refundId what a {@link TopUpRestored} names; null in events of the first schema
 */
record TopUpRefunded(UUID topUpId, UUID accountId, @Nullable UUID refundId) {

  TopUpRefunded {
    requireNonNull(topUpId, "topUpId");
    requireNonNull(accountId, "accountId");
  }
}
