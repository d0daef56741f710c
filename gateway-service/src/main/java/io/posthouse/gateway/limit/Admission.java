package io.posthouse.gateway.limit;

/** Whether a call may start now. */
public sealed interface Admission {

  /** It may; the permit goes back at its end. */
  record Admitted(Permit permit) implements Admission {}

  /**
   * It may not.
   *
   * @param retrySeconds when it is worth trying again; at least 1
   */
  record Refused(Cause cause, int retrySeconds) implements Admission {}

  /** Which counter was full. */
  enum Cause {
    /** Requests per minute. */
    REQUESTS_PER_MINUTE("requests-per-minute"),
    /** Concurrent calls. */
    CONCURRENT_CALLS("concurrent-calls");

    private final String word;

    Cause(String word) {
      this.word = word;
    }

    /** As {@code GET /v1/limits} names it. */
    public String word() {
      return word;
    }
  }
}
