package io.posthouse.notification.recipient;

import java.util.Locale;
import java.util.UUID;

/** What this service reads of {@code auth.account-status-changed.v1}. */
record AccountStatusChanged(UUID accountId, AccountStatus status, long version) {

  static final String TOPIC = "auth.account-status-changed.v1";

  /** As it is on the wire. */
  record Wire(UUID accountId, String status, long version) {

    AccountStatusChanged read() {
      return new AccountStatusChanged(
          accountId, AccountStatus.valueOf(status.toUpperCase(Locale.ROOT)), version);
    }
  }
}
