package io.posthouse.billing.usage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of business time.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record UsagePeriod(Instant from, Instant to) {

  private static final Duration DEFAULT = Duration.ofDays(30);

  /**
   * The period of a request: instants (RFC 3339) or days ({@code 2026-11-22}, UTC, the last one
   * included); the last 30 days when nothing is said.
   *
   * @throws IllegalArgumentException if one is malformed, or they are the wrong way round
   */
  public static UsagePeriod of(@Nullable String from, @Nullable String to, Clock clock) {
    Instant end = to == null ? clock.instant().plusSeconds(1) : parse("to", to, 1);
    Instant begin = from == null ? end.minus(DEFAULT) : parse("from", from, 0);
    if (!begin.isBefore(end)) {
      throw new IllegalArgumentException("from: " + begin + " (expected: before to, " + end + ")");
    }
    return new UsagePeriod(begin, end);
  }

  private static Instant parse(String field, String text, int plusDays) {
    try {
      return text.length() == 10
          ? LocalDate.parse(text).plusDays(plusDays).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeParseException malformed) {
      throw new IllegalArgumentException(
          field + ": malformed (expected: an instant such as 2026-11-22T12:00:00Z, or a day)",
          malformed);
    }
  }
}
