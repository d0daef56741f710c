package io.posthouse.notification.pricechange;

import io.posthouse.notification.wording.LocalizedText;
import io.posthouse.web.ProblemException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of a POST or PATCH, as it came. In a PATCH what is absent stays as it is.
 *
 * @param multiplier a decimal string, above 0 and at most {@link #HIGHEST}, with at most 6 decimals
 */
record PriceChangeRequest(
    @Nullable String channel,
    @Nullable String multiplier,
    @Nullable Instant effectiveAt,
    @Nullable Reason reason) {

  /** A mistyped multiplier beyond this is surely one. */
  static final BigDecimal HIGHEST = new BigDecimal("1000");

  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,6})?");
  private static final int LONGEST_REASON = 2000;

  /** The reason, in both languages. */
  record Reason(@Nullable String en, @Nullable String zh) {

    LocalizedText read() {
      return new LocalizedText(text("reason.en", en), text("reason.zh", zh));
    }

    private static String text(String at, @Nullable String value) {
      if (value == null || value.isBlank()) {
        throw ProblemException.unprocessable(
            "invalid-reason", at + ": missing (expected: the reason in both languages, en and zh)");
      }
      if (value.length() > LONGEST_REASON) {
        throw ProblemException.unprocessable(
            "invalid-reason",
            at + ": " + value.length() + " characters (expected: <= " + LONGEST_REASON + ")");
      }
      return value.strip();
    }
  }

  /**
   * All of it.
   *
   * @throws ProblemException 400 when a field is missing, 422 when a value is not acceptable
   */
  Proposal proposal() {
    String named = given("channel", channel, "the channel's name");
    String asked = given("multiplier", multiplier, "a decimal string such as \"1.20\"");
    Instant from = given("effectiveAt", effectiveAt, "an instant such as 2026-12-01T08:00:00Z");
    Reason because = given("reason", reason, "{\"en\":...,\"zh\":...}");
    return new Proposal(named, decimal(asked), from, because.read());
  }

  /** The change as it would be with this amendment. */
  Proposal amending(PriceChange change) {
    if (channel != null && !channel.equals(change.channel())) {
      throw ProblemException.unprocessable(
          "amendment-not-allowed",
          "channel: "
              + channel
              + " (expected: absent: a change stays with its channel "
              + change.channel()
              + ")");
    }
    return new Proposal(
        change.channel(),
        multiplier == null ? change.multiplier() : decimal(multiplier),
        effectiveAt == null ? change.effectiveAt() : effectiveAt,
        reason == null ? change.reason() : reason.read());
  }

  private static <T> T given(String field, @Nullable T value, String expected) {
    if (value == null || (value instanceof String text && text.isBlank())) {
      throw ProblemException.badRequest(field + ": missing (expected: " + expected + ")");
    }
    return value;
  }

  private static BigDecimal decimal(String asked) {
    if (!DECIMAL.matcher(asked).matches()
        || new BigDecimal(asked).signum() <= 0
        || new BigDecimal(asked).compareTo(HIGHEST) > 0) {
      throw ProblemException.unprocessable(
          "invalid-multiplier",
          "multiplier: "
              + (asked.length() > 40 ? "too long" : asked)
              + " (expected: a decimal string > 0 and <= "
              + HIGHEST
              + ", at most 6 decimals)");
    }
    return new BigDecimal(asked);
  }
}
