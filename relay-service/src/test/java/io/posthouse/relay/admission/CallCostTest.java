package io.posthouse.relay.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.relay.metering.MediaTokens;
import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.metering.Tokens;
import io.posthouse.relay.metering.UsageSource;
import io.posthouse.relay.pricing.Price;
import io.posthouse.relay.pricing.PriceRecord;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallCostTest {

  private static Price price(String multiplier) {
    return new Price(
        "o",
        new PriceRecord.Rates(
            new BigDecimal("3"),
            new BigDecimal("15"),
            new BigDecimal("0.30"),
            null,
            new BigDecimal("6")),
        "m",
        new BigDecimal(multiplier));
  }

  @Test
  void isTheSumOverKindsAndAKindWithoutARateCostsWhatInputDoes() {
    // 1x3 + 2x0.3 + 4x3 + 8x6 + 16x15 = 303.6 per million, x 0.5
    assertThat(CallCost.of(used(new Tokens(1, 2, 4, 8, 16, 9), null, Map.of()), price("0.5")))
        .isEqualByComparingTo("0.0001518");
  }

  @Test
  void isRoundedOnceHalfUpLikeTheCharge() {
    // 3 x 0.00005 per million is 0.00000000015
    assertThat(CallCost.of(used(Tokens.NONE.withInput(1), null, Map.of()), price("0.00005")))
        .isEqualByComparingTo("0.0000000002");
  }

  @Test
  void countsToolsAndTheTierThatServedIt() {
    PriceRecord.Rates twice =
        new PriceRecord.Rates(new BigDecimal("6"), new BigDecimal("30"), null, null, null);
    Price tiered =
        new Price(
            "o",
            price("1").rates(),
            List.of(
                new PriceRecord.Tier("priority", null, twice),
                new PriceRecord.Tier(null, 1_000L, twice)),
            Map.of("web_search_requests", new BigDecimal("10")),
            "m",
            BigDecimal.ONE);

    assertThat(CallCost.of(used(Tokens.NONE.withInput(1_000), "standard", Map.of()), tiered))
        .isEqualByComparingTo("0.003");
    assertThat(CallCost.of(used(Tokens.NONE.withInput(1_001), null, Map.of()), tiered))
        .isEqualByComparingTo("0.006006");
    assertThat(
            CallCost.of(
                used(
                    Tokens.NONE.withOutput(100),
                    "priority",
                    Map.of("web_search_requests", 2L, "free", 5L)),
                tiered))
        .isEqualByComparingTo("0.023");
  }

  @Test
  void soundAndPicturesCostTheirOwnRatesOrWhatTextDoesInTheirPlace() {
    // Given
    Tokens tokens = new Tokens(100, 50, 0, 0, 40, 0, new MediaTokens(60, 30, 20, 10, 25, 5));
    Price price =
        new Price(
            "o",
            new PriceRecord.Rates(
                new BigDecimal("3"),
                new BigDecimal("15"),
                new BigDecimal("0.3"),
                null,
                null,
                new BigDecimal("40"),
                new BigDecimal("2"),
                new BigDecimal("80"),
                new BigDecimal("1"),
                null,
                null),
            "m",
            BigDecimal.ONE);

    // When // Then: 10x3 + 60x40 + 30x1 + (20+10)x0.3 + 20x2 + (10+5)x15 + 25x80 = 4734 per million
    assertThat(CallCost.of(used(tokens, null, Map.of()), price)).isEqualByComparingTo("0.004734");
    // And: 100x3 + 50x0.3 + 40x15 = 915 per million, times a half
    assertThat(CallCost.of(used(tokens, null, Map.of()), price("0.5")))
        .isEqualByComparingTo("0.0004575");
  }

  private static MeterReading used(Tokens tokens, String tier, Map<String, Long> tools) {
    return new MeterReading(tokens, UsageSource.REPORTED, tools, tier, null, Map.of(), null);
  }
}
