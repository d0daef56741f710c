package io.posthouse.relay.translation.neutral;

/** Why an answer ended (protocols.md 4.3). */
public enum Stop {
  END,
  LENGTH,
  TOOL_USE,
  REFUSAL,
  /** Anthropic's {@code pause_turn} and {@code compaction}: to be continued. */
  PAUSE
}
