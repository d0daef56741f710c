package io.posthouse.auth.account;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where an account stands. Calls are admitted only while it is active. */
public enum AccountStatus {
  /** May call, top up and make keys. */
  @JsonProperty("active")
  ACTIVE,
  /** Calls stop; under review, with a cause. */
  @JsonProperty("suspended")
  SUSPENDED,
  /** Calls stop; decided, with a cause; can be appealed. */
  @JsonProperty("banned")
  BANNED,
  /** Closed by its owner, for good. */
  @JsonProperty("closed")
  CLOSED;

  boolean needsCause() {
    return this == SUSPENDED || this == BANNED;
  }
}
