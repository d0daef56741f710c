package io.posthouse.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageMonthsTest {

  /** Thirty days after the end of January it is March. */
  @ParameterizedTest
  @ValueSource(
      strings = {"2027-01-01T00:00:00Z", "2027-01-30T12:00:00Z", "2027-01-31T23:59:59.999Z"})
  void leavesNoMonthOut(String now) {
    assertThat(UsageMonths.ahead(Instant.parse(now)))
        .containsExactly(
            Instant.parse("2027-01-01T00:00:00Z"),
            Instant.parse("2027-02-01T00:00:00Z"),
            Instant.parse("2027-03-01T00:00:00Z"));
  }

  @Test
  void goesOnIntoTheNextYear() {
    assertThat(UsageMonths.ahead(Instant.parse("2026-12-09T00:00:00Z")))
        .last()
        .isEqualTo(Instant.parse("2027-02-01T00:00:00Z"));
  }
}
