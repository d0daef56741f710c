package io.posthouse.referral.intake;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * What this service reads of {@code auth.account-status-changed.v1}.
 *
 * @param status {@code active} or another one
 */
record AccountStatusChanged(UUID accountId, String status) {

  AccountStatusChanged {
    requireNonNull(accountId, "accountId");
    requireNonNull(status, "status");
  }
}
