package io.posthouse.notification.pricechange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.web.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NoticePeriodTest {

  private static final NoticePeriod WEEK = new NoticePeriod(Duration.ofDays(7));
  private static final long SEED = 20261122;

  /** Zones with and without daylight saving, with odd offsets, on both sides of the date line. */
  private static final List<ZoneId> ZONES =
      List.of(
              "UTC",
              "Asia/Shanghai",
              "Europe/Berlin",
              "America/New_York",
              "Australia/Lord_Howe",
              "Pacific/Kiritimati",
              "Pacific/Niue",
              "Asia/Kathmandu",
              "America/St_Johns")
          .stream()
          .map(ZoneId::of)
          .toList();

  @Test
  void neverLetsAChangeTakeEffectSooner() {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      // Given
      Instant now = anInstant(random);
      long away =
          random.nextBoolean()
              ? random.nextLong(-5, 6)
              : random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L);
      Instant effectiveAt = now.plus(Duration.ofDays(7)).plusNanos(away);

      // When
      Instant announcedAt = NoticePeriod.announcedAt(now);
      boolean allowed = WEEK.suffices(announcedAt, effectiveAt);

      // Then
      if (allowed) {
        assertThat(Duration.between(now, effectiveAt)).isGreaterThanOrEqualTo(Duration.ofDays(7));
      }
      assertThat(announcedAt).isBetween(now, now.plusMillis(1));
    }
  }

  @Test
  void allowsTheVeryInstant() {
    Instant now = Instant.parse("2026-11-22T12:00:00.123Z");

    assertThat(WEEK.suffices(NoticePeriod.announcedAt(now), now.plus(Duration.ofDays(7)))).isTrue();
    assertThat(
            WEEK.suffices(
                NoticePeriod.announcedAt(now), now.plus(Duration.ofDays(7)).minusNanos(1)))
        .isFalse();
  }

  @Test
  void countsHoursAndNotDaysOfAnyCalendar() {
    Random random = new Random(SEED);
    for (int i = 0; i < 5_000; i++) {
      ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
      // Given: "the same time of day, a week later", which daylight saving makes up to an hour
      // longer or shorter
      ZonedDateTime announced = anInstant(random).atZone(zone);
      Instant sameTimeNextWeek = announced.plusDays(7).toInstant();

      // When
      boolean allowed = WEEK.suffices(announced.toInstant(), sameTimeNextWeek);

      // Then
      assertThat(allowed)
          .isEqualTo(
              Duration.between(announced.toInstant(), sameTimeNextWeek)
                      .compareTo(Duration.ofDays(7))
                  >= 0);
    }
  }

  @Test
  void refusesTheWeekThatSpringMakesShorter() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Instant before = LocalDateTime.parse("2027-03-25T12:00").atZone(berlin).toInstant();
    Instant weekLater = LocalDateTime.parse("2027-04-01T12:00").atZone(berlin).toInstant();

    assertThat(WEEK.suffices(before, weekLater)).isFalse();
  }

  @Test
  void saysWhatWasGivenWhatIsAllowedAndWhy() {
    Instant now = Instant.parse("2026-11-22T12:00:00Z");

    assertThatThrownBy(() -> WEEK.require(now, now.plus(Duration.ofDays(6))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("effectiveAt: 2026-11-28T12:00:00Z")
        .hasMessageContaining("expected: 2026-11-29T12:00:00Z or later")
        .hasMessageContaining("7 days (168 hours) before");
  }

  @Test
  void cannotBeShorterThanPromised() {
    assertThatThrownBy(() -> new PriceChangeProperties(Duration.ofHours(167), false))
        .hasMessageContaining("posthouse.price-change.notice: 167h (expected: >= 168h");
    assertThat(new PriceChangeProperties(Duration.ofDays(10), false).notice())
        .isEqualTo(Duration.ofDays(10));
  }

  private static Instant anInstant(Random random) {
    return Instant.parse("2026-01-01T00:00:00Z")
        .plusSeconds(random.nextLong(0, 4L * 365 * 24 * 3600))
        .plusNanos(random.nextInt(1_000_000_000));
  }
}
