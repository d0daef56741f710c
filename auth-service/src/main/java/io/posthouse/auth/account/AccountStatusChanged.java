package io.posthouse.auth.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account's status changed: {@code auth.account-status-changed.v1}, and an application event
 * inside the transaction of the change.
 *
 * @param cause why, for suspended and banned
 * @param version grows with every change of this account's status
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountStatusChanged(
    UUID accountId, AccountStatus status, @Nullable Cause cause, long version) {

  static final String TOPIC = "auth.account-status-changed.v1";
}
