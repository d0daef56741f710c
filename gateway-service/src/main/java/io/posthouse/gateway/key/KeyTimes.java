package io.posthouse.gateway.key;

import java.time.Duration;

/**
 * How long what we know of keys counts, in real time (contracts.md, "Internal HTTP").
 *
 * @param fresh an entry is used without a question
 * @param rested a call waits for the answer about an entry this old
 * @param patience how long it waits
 * @param kept an entry is good when auth-service does not answer
 * @param unknown how long an unknown key is remembered
 */
public record KeyTimes(
    Duration fresh, Duration rested, Duration patience, Duration kept, Duration unknown) {

  /** Checks that they are in order. */
  public KeyTimes {
    if (fresh.compareTo(rested) > 0 || rested.compareTo(kept) > 0) {
      throw new IllegalArgumentException(
          "fresh " + fresh + ", rested " + rested + ", kept " + kept + " (expected: ascending)");
    }
  }
}
