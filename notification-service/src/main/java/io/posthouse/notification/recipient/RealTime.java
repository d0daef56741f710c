package io.posthouse.notification.recipient;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Real time, for retries and leases, which must not jump with the business clock (contracts:
 * "Time").
 *
 * @param source the machine's clock; tests set their own
 */
public record RealTime(InstantSource source) {

  /** Now. */
  public Instant now() {
    return source.instant();
  }
}
