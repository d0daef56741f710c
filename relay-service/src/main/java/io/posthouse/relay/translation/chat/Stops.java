package io.posthouse.relay.translation.chat;

import io.posthouse.relay.translation.neutral.Stop;

/** Chat's finish reasons (protocols.md 4.3). */
final class Stops {

  private Stops() {}

  /**
   * The word for an end.
   *
   * @param said whether the refusal was said in the answer itself, which then ended like any other
   */
  static String write(Stop stop, boolean said) {
    return switch (stop) {
      case END, PAUSE -> "stop";
      case LENGTH -> "length";
      case TOOL_USE -> "tool_calls";
      case REFUSAL -> said ? "stop" : "content_filter";
    };
  }
}
