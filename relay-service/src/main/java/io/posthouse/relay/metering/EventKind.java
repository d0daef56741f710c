package io.posthouse.relay.metering;

/** What an event means for the relay. */
public enum EventKind {
  /** Nothing of the answer yet: a beginning, a ping, a comment. */
  PRELUDE,
  /** A part of the answer. */
  CONTENT,
  /** Totals alone, which only a client that asked for them expects (OpenAI's extra chunk). */
  USAGE_ONLY,
  /** The provider says that it failed. */
  ERROR,
  /** The answer is whole. */
  TERMINAL
}
