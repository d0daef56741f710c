package io.posthouse.billing.wallet;

import java.util.Locale;

/** An account's status, as auth-service says it. Only an active one gets credit leases (P44). */
public enum WalletStatus {
  /** May call. */
  ACTIVE,
  /** May not call for now. */
  SUSPENDED,
  /** May not call. */
  BANNED,
  /** Is gone. */
  CLOSED;

  /** The name in events and the database. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The status of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static WalletStatus of(String code) {
    for (WalletStatus status : values()) {
      if (status.code().equals(code)) {
        return status;
      }
    }
    throw new IllegalArgumentException(
        "status: " + code + " (expected: active, suspended, banned or closed)");
  }
}
