package io.posthouse.relay.spool;

/** Where a process that relays a call can be killed (M1), in the order in which it comes by. */
enum DeathPoint {
  BEFORE_OPEN,
  OPEN_HALF_WRITTEN,
  AFTER_OPEN,
  AFTER_PROGRESS,
  BEFORE_CLOSE,
  CLOSE_HALF_WRITTEN,
  CLOSE_WRITTEN_NOT_FLUSHED,
  CLOSE_FLUSHED_CLIENT_NOT_TOLD,
  BEFORE_SEND,
  SENT_NOT_ACKNOWLEDGED,
  ACKNOWLEDGED_CURSOR_NOT_MOVED,
  CURSOR_MOVED,
  /** Of the next process, when it has closed some of what the one before left open. */
  IN_RECOVERY
}
