package io.posthouse.relay.routing;

/**
 * Why an upstream is let alone, and until when.
 *
 * @param untilNanos on the monotonic clock
 * @param failures how many in a row led to it
 */
record Rest(Reason reason, long untilNanos, int failures) {

  /** What led to it. */
  enum Reason {
    /** It failed: it may be tried when there is nothing better. */
    ERROR,
    /** It asked us to wait: it is not tried before. */
    LIMITED,
    /** It refuses our credential: it is not tried before. */
    CREDENTIAL
  }

  boolean isOver(long nowNanos) {
    return untilNanos - nowNanos <= 0;
  }
}
