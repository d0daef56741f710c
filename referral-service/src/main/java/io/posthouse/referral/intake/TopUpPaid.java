package io.posthouse.referral.intake;

import static java.util.Objects.requireNonNull;

import io.posthouse.referral.money.Money;
import java.util.UUID;

/**
 * What this service reads of {@code billing.top-up-paid.v1}.
 *
 * @param credited USD, without bonus
 * @param first whether it is the account's first; a hint that spares work, not the guard
 */
record TopUpPaid(UUID topUpId, UUID accountId, Money credited, boolean first) {

  TopUpPaid {
    requireNonNull(topUpId, "topUpId");
    requireNonNull(accountId, "accountId");
    requireNonNull(credited, "credited");
  }
}
