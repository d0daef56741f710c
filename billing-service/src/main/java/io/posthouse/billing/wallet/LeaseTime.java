package io.posthouse.billing.wallet;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Real time, which leases run on; the business clock may be ahead of it in the local stack
 * (contracts: "Time").
 */
record LeaseTime(InstantSource source) {

  Instant instant() {
    return source.instant();
  }
}
