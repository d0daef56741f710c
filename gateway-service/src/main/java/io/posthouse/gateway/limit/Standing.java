package io.posthouse.gateway.limit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a key stands against the published limit.
 *
 * @param remainingRequests what is left of the minute's requests
 * @param runningCalls calls running now
 * @param last the last refusal that this gateway gave the key, or null
 */
public record Standing(long remainingRequests, int runningCalls, @Nullable LastRefusal last) {

  /** The last 429. */
  public record LastRefusal(Admission.Cause cause, Instant at, int retrySeconds) {}
}
