package io.posthouse.referral.intake;

import static java.util.Objects.requireNonNull;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What this service reads of {@code auth.account-registered.v1}. */
record AccountRegistered(
    UUID accountId,
    @Nullable String invitationCode,
    @Nullable String device,
    @Nullable String network) {

  AccountRegistered {
    requireNonNull(accountId, "accountId");
  }
}
