package io.posthouse.auth.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.posthouse.auth.account.AccountStatus;

/** What a key is good for now: its own state under its account's. */
enum KeyStatus {
  @JsonProperty("active")
  ACTIVE,
  @JsonProperty("suspended")
  SUSPENDED,
  @JsonProperty("revoked")
  REVOKED;

  static KeyStatus of(ApiKey key, AccountStatus account) {
    if (key.isRevoked()) {
      return REVOKED;
    }
    return account == AccountStatus.ACTIVE ? ACTIVE : SUSPENDED;
  }
}
