package io.posthouse.billing.payment;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A provider's accounting days.
 *
 * @param zone whose midnights cut them
 * @param readyAfter how long after a day's end its statement can be had
 */
public record StatementDays(ZoneId zone, Duration readyAfter) {

  /** Days of UTC, ready after two hours. */
  public static final StatementDays UTC = new StatementDays(ZoneOffset.UTC, Duration.ofHours(2));

  /** Days of China; both providers there promise theirs by ten in the morning. */
  public static final StatementDays CHINA =
      new StatementDays(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10 * 60 + 15));

  /** When a day begins. */
  public Instant begin(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  /** When a day is over: the next one's begin. */
  public Instant end(LocalDate day) {
    return begin(day.plusDays(1));
  }

  /** The latest day whose statement can be had. */
  public LocalDate latest(Instant now) {
    return LocalDate.ofInstant(now.minus(readyAfter), zone).minusDays(1);
  }
}
