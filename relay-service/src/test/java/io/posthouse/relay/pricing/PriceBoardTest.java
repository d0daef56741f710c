package io.posthouse.relay.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Against billing-service's own samples. */
class PriceBoardTest {

  private static final Instant ANNOUNCED = Instant.parse("2026-11-30T12:00:00Z");
  private final PriceBoard board = new PriceBoard();

  private void apply(String sample) throws IOException {
    Path file = Path.of("../billing-service/contracts/events/" + sample);
    board.apply(
        JsonMapper.builder().build().readValue(Files.readAllBytes(file), PriceRecord.class));
  }

  @Test
  void theVersionInForceAtTheInstantCounts() throws IOException {
    // Given
    apply("prices-changed.v1.sample.json");
    apply("prices-changed-multiplier.v1.sample.json");

    // When
    Price before = board.at("claude-sonnet-4-5", "demo", ANNOUNCED.minusMillis(1));
    Price after = board.at("claude-sonnet-4-5", "demo", ANNOUNCED);

    // Then
    assertThat(before.multiplier()).isEqualByComparingTo("0.8");
    assertThat(after.multiplier()).isEqualByComparingTo("0.9");
    assertThat(after.rates().output()).isEqualByComparingTo("15");
    assertThat(after.rates().dearestInput(false, false)).isEqualByComparingTo("6");
    assertThat(after.officialVersion()).isEqualTo(before.officialVersion());
  }

  @Test
  void withoutBothHalvesThereIsNoPrice() throws IOException {
    // Given
    apply("prices-changed.v1.sample.json");

    // When // Then
    assertThat(board.at("claude-sonnet-4-5", "demo", ANNOUNCED)).isNull();
    apply("prices-changed-multiplier.v1.sample.json");
    assertThat(board.at("claude-sonnet-4-5", "demo", Instant.parse("2020-01-01T00:00:00Z")))
        .isNull();
    assertThat(board.at("other", "demo", ANNOUNCED)).isNull();
  }

  @Test
  void aLongInputOrAServiceTierCostsWhatItsTierSays() throws IOException {
    // Given
    apply("prices-changed.v1.sample.json");
    apply("prices-changed-multiplier.v1.sample.json");
    Price price = board.at("claude-sonnet-4-5", "demo", ANNOUNCED);

    // When // Then
    assertThat(price.ratesOf(null, 200_000).output()).isEqualByComparingTo("15");
    assertThat(price.ratesOf(null, 200_001).output()).isEqualByComparingTo("22.5");
    assertThat(price.ratesOf("standard", 200_001).output()).isEqualByComparingTo("22.5");
    assertThat(price.ratesOf("priority", 10).output()).isEqualByComparingTo("30");
    assertThat(price.tools().get("web_search_requests")).isEqualByComparingTo("10");
  }

  @Test
  void theDearestOfEachKindIsThatOfTheTiersThatACallCanReach() throws IOException {
    // Given
    apply("prices-changed.v1.sample.json");
    apply("prices-changed-multiplier.v1.sample.json");
    Price price = board.at("claude-sonnet-4-5", "demo", ANNOUNCED);
    PriceRecord.Rates plain = price.rates();
    PriceRecord.Rates longOnly =
        new PriceRecord.Rates(plain.input(), plain.output(), null, null, null);
    Price withoutServiceTiers =
        new Price(
            "o",
            longOnly,
            List.of(new PriceRecord.Tier(null, 200_000L, price.ratesOf(null, 200_001))),
            Map.of(),
            "x",
            price.multiplier());

    // When // Then
    assertThat(price.dearest(10).output()).isEqualByComparingTo("30");
    assertThat(price.dearest(10).dearestInput(false, false)).isEqualByComparingTo("12");
    assertThat(withoutServiceTiers.dearest(200_000).output()).isEqualByComparingTo("15");
    assertThat(withoutServiceTiers.dearest(200_001).output()).isEqualByComparingTo("22.5");
    assertThat(withoutServiceTiers.dearest(200_001).cacheRead()).isEqualByComparingTo("3");
  }

  @Test
  void soundAndPicturesHaveRatesOfTheirOwnWhereThePriceNamesThem() {
    // Given
    PriceRecord record =
        JsonMapper.builder()
            .build()
            .readValue(
                """
                {"kind":"official","name":"m","versions":[{"version":"o","kind":"official","effectiveFrom":"2020-01-01T00:00:00Z",
                 "rates":{"input":"2.5","output":"10","cacheRead":"1.25","inputAudio":"40","outputAudio":"80","inputImage":"5"},
                 "tiers":[{"above":1000,"rates":{"input":"5","output":"20","cacheReadAudio":"50"}}]}]}
                """,
                PriceRecord.class);
    PriceRecord.Version version = record.versions().getFirst();
    PriceRecord.Rates plain = version.rates();
    Price price = new Price("o", plain, version.tiers(), Map.of(), "x", java.math.BigDecimal.ONE);

    // When // Then
    assertThat(plain.dearestInput(false, false)).isEqualByComparingTo("2.5");
    assertThat(plain.dearestInput(false, true)).isEqualByComparingTo("5");
    assertThat(plain.dearestInput(true, false)).isEqualByComparingTo("40");
    assertThat(plain.dearestOutput(false, true)).isEqualByComparingTo("10");
    assertThat(plain.dearestOutput(true, true)).isEqualByComparingTo("80");
    assertThat(price.dearest(1_001).dearestInput(true, false)).isEqualByComparingTo("50");
    assertThat(price.dearest(1_001).dearestOutput(true, false)).isEqualByComparingTo("80");
    assertThat(price.dearest(1_001).outputImage()).isNull();
  }
}
