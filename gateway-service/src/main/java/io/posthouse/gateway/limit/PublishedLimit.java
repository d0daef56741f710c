package io.posthouse.gateway.limit;

/**
 * The limit that every key has.
 *
 * @param requestsPerMinute also the most at once; refills evenly
 * @param concurrentCalls calls running at a time
 * @param tokensPerMinute counted by relay-service; published here
 */
public record PublishedLimit(int requestsPerMinute, int concurrentCalls, long tokensPerMinute) {

  /** Checks that all are positive. */
  public PublishedLimit {
    positive("posthouse.rate-limit.requests-per-minute", requestsPerMinute);
    positive("posthouse.rate-limit.concurrent-calls", concurrentCalls);
    positive("posthouse.rate-limit.tokens-per-minute", tokensPerMinute);
  }

  private static void positive(String property, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(property + ": " + value + " (expected: > 0)");
    }
  }
}
