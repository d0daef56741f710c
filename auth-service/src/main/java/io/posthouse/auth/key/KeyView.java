package io.posthouse.auth.key;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.auth.account.AccountStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key as its owner sees it.
 *
 * @param secret the key itself, in the answer that made it and never again; absent else
 */
record KeyView(
    UUID id,
    String name,
    String publicId,
    String last4,
    List<String> channels,
    List<String> models,
    List<String> allowedIps,
    @Nullable SpendLimit spendLimit,
    @Nullable Instant expiresAt,
    KeyStatus status,
    @Nullable Instant lastUsedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

  static KeyView of(ApiKey key, AccountStatus account) {
    return of(key, account, null);
  }

  static KeyView of(ApiKey key, AccountStatus account, @Nullable String secret) {
    KeyTerms terms = key.terms();
    return new KeyView(
        key.id(),
        terms.name(),
        key.publicId(),
        key.last4(),
        terms.channels(),
        terms.models(),
        terms.allowedIps(),
        terms.spendLimit(),
        terms.expiresAt(),
        KeyStatus.of(key, account),
        key.lastUsedAt(),
        secret);
  }

  /** Prints no secret. */
  @Override
  public String toString() {
    return "KeyView[id=" + id + "]";
  }
}
