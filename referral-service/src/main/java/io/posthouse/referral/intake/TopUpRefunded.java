package io.posthouse.referral.intake;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** What this service reads of {@code billing.top-up-refunded.v1}. */
record TopUpRefunded(UUID topUpId, UUID accountId) {

  TopUpRefunded {
    requireNonNull(topUpId, "topUpId");
    requireNonNull(accountId, "accountId");
  }
}
