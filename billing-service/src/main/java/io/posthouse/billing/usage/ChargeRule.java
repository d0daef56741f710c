package io.posthouse.billing.usage;

import java.util.Locale;

/**
 * By which of the published rules a call was charged ({@code docs/charging-rules.md}); a section
 * there has each one's name.
 */
enum ChargeRule {
  /** The answer came whole. */
  ANSWERED,
  /** Nothing came, so nothing is charged. */
  NO_OUTPUT,
  /** The client left while the answer was under way. */
  CLIENT_LEFT,
  /** The upstream broke off after output had gone to the client. */
  CUT_AFTER_OUTPUT,
  /** No money for more of it. */
  BALANCE_ENDED,
  /** The relay stopped in the middle; the numbers are its last note's. */
  RELAY_STOPPED;

  /**
   * The rule of a call.
   *
   * @param end how it ended, as the usage event says it
   * @param source where its numbers come from
   * @param nothingUsed whether every token count is zero
   */
  static ChargeRule of(String end, String source, boolean nothingUsed) {
    if (end.equals("complete")) {
      return source.equals("crash") ? RELAY_STOPPED : ANSWERED;
    }
    if (nothingUsed) {
      return NO_OUTPUT;
    }
    if (source.equals("crash")) {
      return RELAY_STOPPED;
    }
    return switch (end) {
      case "client_abort" -> CLIENT_LEFT;
      case "balance" -> BALANCE_ENDED;
      default -> CUT_AFTER_OUTPUT;
    };
  }

  /** The name in the API and on the page. */
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
