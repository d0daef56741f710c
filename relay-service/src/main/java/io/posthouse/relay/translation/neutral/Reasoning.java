package io.posthouse.relay.translation.neutral;

/** How much the model should think. */
public sealed interface Reasoning {
  /** Not at all. */
  record Off() implements Reasoning {}

  /** That many tokens. */
  record Budget(long tokens) implements Reasoning {}

  /** That much effort. */
  record Effort(Level level) implements Reasoning {}

  /** As it sees fit. */
  record Adaptive() implements Reasoning {}

  /** An effort; OpenAI's and Anthropic's words together. */
  enum Level {
    MINIMAL,
    LOW,
    MEDIUM,
    HIGH,
    XHIGH,
    MAX
  }

  /** The effort it comes to (protocols.md 4.2). */
  default Level level() {
    return switch (this) {
      case Off _ -> Level.MINIMAL;
      case Budget budget ->
          budget.tokens() <= 1024 ? Level.LOW : budget.tokens() <= 2048 ? Level.MEDIUM : Level.HIGH;
      case Effort effort -> effort.level();
      case Adaptive _ -> Level.MEDIUM;
    };
  }
}
