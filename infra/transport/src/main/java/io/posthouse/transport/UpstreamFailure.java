package io.posthouse.transport;

/**
 * Why there is no whole answer.
 *
 * @param detail for logs: names no credential and nothing of a body
 */
public record UpstreamFailure(Kind kind, String detail) {

  /** What went wrong. */
  public enum Kind {
    /** The host's name has no address. */
    UNRESOLVED,
    /** Every address of the host is one that the policy refuses. */
    FORBIDDEN_ADDRESS,
    /** No connection, or no TLS handshake. */
    UNREACHABLE,
    /** As many connections as allowed are open. */
    EXHAUSTED,
    /** The connection ended before a status line. */
    NO_ANSWER,
    /** The connection ended in the middle of the answer. */
    CUT,
    /** What came is not HTTP. */
    MALFORMED
  }
}
