package io.posthouse.notification.pricechange;

import io.posthouse.web.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How long ahead a change must be announced (P24). Plain durations between instants: no calendar,
 * no time zone, no daylight saving.
 *
 * @param length 168 hours or more
 */
record NoticePeriod(Duration length) {

  /**
   * What customers are promised: 168 hours. (A day of a {@link Duration} is 24 hours, whatever the
   * calendar says.)
   */
  static final Duration LEAST = Duration.ofDays(7);

  NoticePeriod {
    if (length.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException("notice: " + length + " (expected: >= PT168H)");
    }
  }

  /**
   * When an announcement that goes out now is said to have gone out: now, in whole milliseconds,
   * rounded up, so that what is stored never claims more notice than there was.
   */
  static Instant announcedAt(Instant now) {
    Instant whole = now.truncatedTo(ChronoUnit.MILLIS);
    return whole.equals(now) ? whole : whole.plusMillis(1);
  }

  /** The first instant that a change announced then may take effect. */
  Instant earliest(Instant announcedAt) {
    return announcedAt.plus(length);
  }

  /** Whether there is full notice between the two. */
  boolean suffices(Instant announcedAt, Instant effectiveAt) {
    return !effectiveAt.isBefore(earliest(announcedAt));
  }

  /**
   * Refuses a change with less notice.
   *
   * @throws ProblemException 422 that says what was given, the earliest instant allowed, and why
   */
  void require(Instant announcedAt, Instant effectiveAt) {
    if (!suffices(announcedAt, effectiveAt)) {
      throw ProblemException.unprocessable(
          "notice-too-short",
          "effectiveAt: %s (expected: %s or later: customers are told of a price change %s before it takes effect)"
              .formatted(effectiveAt, earliest(announcedAt), spoken()));
    }
  }

  /** For people: {@code 7 days (168 hours)}. */
  String spoken() {
    return length.toDays() + " days (" + length.toHours() + " hours)";
  }
}
