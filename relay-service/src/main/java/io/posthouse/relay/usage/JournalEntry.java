package io.posthouse.relay.usage;

/** Something to write down of a call. */
public sealed interface JournalEntry {

  /** Of which call, and how it stands. */
  CallRecord call();

  /**
   * It was admitted, and no upstream has heard of it.
   *
   * @param call how it would stand if this process died now
   */
  record Opened(CallRecord call) implements JournalEntry {}

  /** It has ended. */
  record Closed(CallRecord call) implements JournalEntry {}
}
