package io.posthouse.auth.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account, as its owner and operators see it.
 *
 * @param cause why it is suspended or banned
 * @param roles sorted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AccountView(
    UUID id,
    String email,
    String language,
    AccountStatus status,
    @Nullable Cause cause,
    List<String> roles,
    Instant createdAt) {

  static AccountView of(Account account, String email, Collection<String> roles) {
    return new AccountView(
        account.id(),
        email,
        account.language(),
        account.status(),
        account.cause(),
        roles.stream().sorted().toList(),
        account.createdAt());
  }
}
