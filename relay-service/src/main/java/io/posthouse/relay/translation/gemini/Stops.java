package io.posthouse.relay.translation.gemini;

import io.posthouse.relay.translation.neutral.Stop;

/** Gemini's finish reasons (protocols.md 4.3). */
final class Stops {

  private Stops() {}

  static String write(Stop stop) {
    return switch (stop) {
      case END, PAUSE, TOOL_USE -> "STOP";
      case LENGTH -> "MAX_TOKENS";
      case REFUSAL -> "SAFETY";
    };
  }
}
