package io.posthouse.billing.wallet;

import java.util.Locale;

/** Where a credit lease is in its life. */
public enum LeaseState {
  /** Its relay node may spend from it. */
  ACTIVE,
  /**
   * Its node's epoch is over: nothing new is spent from it, late events still settle against it.
   */
  DRAINING,
  /** All of it was settled or returned. */
  CLOSED;

  /** The name in the database. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static LeaseState of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
