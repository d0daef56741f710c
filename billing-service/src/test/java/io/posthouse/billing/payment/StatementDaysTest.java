package io.posthouse.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementDaysTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T02:14:59Z,2026-11-20",
    "2026-11-22T02:15:00Z,2026-11-21",
    "2026-11-22T23:00:00Z,2026-11-21"
  })
  void chinasDayIsReadyTheNextMorningThere(Instant now, LocalDate latest) {
    assertThat(StatementDays.CHINA.latest(now)).isEqualTo(latest);
  }

  @ParameterizedTest
  @CsvSource({"2026-11-22T01:59:59Z,2026-11-20", "2026-11-22T02:00:00Z,2026-11-21"})
  void aDayOfUtcIsReadyTwoHoursAfterItsEnd(Instant now, LocalDate latest) {
    assertThat(StatementDays.UTC.latest(now)).isEqualTo(latest);
  }

  @Test
  void chinasDayBeginsAtFourInTheAfternoonOfUtc() {
    assertThat(StatementDays.CHINA.begin(LocalDate.parse("2026-11-22")))
        .isEqualTo(Instant.parse("2026-11-21T16:00:00Z"));
    assertThat(StatementDays.CHINA.end(LocalDate.parse("2026-11-22")))
        .isEqualTo(Instant.parse("2026-11-22T16:00:00Z"));
  }
}
