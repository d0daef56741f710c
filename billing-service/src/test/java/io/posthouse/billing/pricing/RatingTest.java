package io.posthouse.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class RatingTest {

  private static final Rates RATES = rates("3", "15", "0.30", "3.75", "6");

  @Test
  void multipliesEachKindOfTokenByItsPrice() {
    // Given
    TokenCounts tokens = new TokenCounts(10, 40, 50, 100, 200);

    // When // Then: 30 + 600 + 15 + 375 + 1200 = 2220 per million, times 0.8
    assertThat(
            Rating.charge(Consumption.of(tokens), Tariff.of(RATES), new BigDecimal("0.80")).plain())
        .isEqualTo("0.001776");
  }

  @Test
  void roundsTheSumAndNotItsParts() {
    // Given: each part alone would round to nothing
    Rates tiny = rates("0.00004", "0.00004", "0", "0", "0");

    // When // Then
    assertThat(
            Rating.charge(
                    Consumption.of(new TokenCounts(1, 1, 0, 0, 0)), Tariff.of(tiny), BigDecimal.ONE)
                .plain())
        .isEqualTo("0.0000000001");
    assertThat(
            Rating.charge(
                    Consumption.of(new TokenCounts(1, 0, 0, 0, 0)), Tariff.of(tiny), BigDecimal.ONE)
                .isZero())
        .isTrue();
  }

  @Test
  void refusesTokensAndPricesThatCannotBe() {
    assertThatThrownBy(() -> new TokenCounts(-1, 0, 0, 0, 0))
        .hasMessage("tokens.input: -1 (expected: 0 to 100000000)");
    assertThatThrownBy(() -> rates("-1", "0", "0", "0", "0"))
        .hasMessage("input: -1 (expected: >= 0)");
  }

  @Test
  void refusesANoticeShorterThanPromised() {
    assertThatThrownBy(() -> new PriceChangeProperties(java.time.Duration.ofHours(167)))
        .hasMessageContaining("expected: >= 168h");
  }

  private static Rates rates(String... five) {
    return new Rates(
        new BigDecimal(five[0]),
        new BigDecimal(five[1]),
        new BigDecimal(five[2]),
        new BigDecimal(five[3]),
        new BigDecimal(five[4]));
  }
}
