package io.posthouse.notification.recipient;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What this service reads of {@code auth.account-registered.v1}. */
record AccountRegistered(UUID accountId, @Nullable String language) {

  static final String TOPIC = "auth.account-registered.v1";
}
