package io.posthouse.relay.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.relay.pricing.Price;
import io.posthouse.relay.pricing.PriceRecord;
import io.posthouse.relay.protocol.ModelCall;
import io.posthouse.relay.protocol.Surface;
import io.posthouse.relay.routing.Model;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorstCostTest {

  private static final Model MODEL = new Model("m", "M", 1000, 100, Instant.EPOCH);
  private static final Price PRICE =
      new Price(
          "o",
          new PriceRecord.Rates(
              new BigDecimal("3"),
              new BigDecimal("15"),
              new BigDecimal("0.30"),
              new BigDecimal("3.75"),
              new BigDecimal("6")),
          "x",
          new BigDecimal("0.8"));

  private static BigDecimal worst(int bytes, Long cap, int choices) {
    return WorstCost.of(call(new ModelCall.Bounds(bytes, 0, null), cap, choices), MODEL, PRICE);
  }

  private static ModelCall call(ModelCall.Bounds bounds, Long cap, int choices) {
    return new ModelCall(
        Surface.CHAT,
        "m",
        new ModelCall.Span(0, 1),
        false,
        cap,
        choices,
        null,
        false,
        0,
        7,
        bounds,
        ModelCall.Hints.NONE);
  }

  @Test
  void isTheBodyAtTheDearestInputRateAndTheCap() {
    // 500 bytes x 6 + 10 tokens x 15, x 0.8, per million
    assertThat(worst(500, 10L, 1)).isEqualByComparingTo("0.00252");
  }

  @Test
  void isBoundedByTheModelAndFillsInAMissingCap() {
    assertThat(worst(5000, null, 1)).isEqualByComparingTo("0.006");
    assertThat(worst(5000, 999_999L, 1)).isEqualByComparingTo("0.006");
  }

  @Test
  void countsEveryChoiceAndIsAboveZero() {
    assertThat(worst(500, 10L, 3)).isEqualByComparingTo("0.00276");
    assertThat(worst(0, 0L, 1)).isEqualByComparingTo("0.0000000001");
  }

  @Test
  void anInputThatTheBodyDoesNotBoundIsAllThatTheModelTakes() {
    // 1,000 tokens x 6 + 10 x 15, x 0.8
    assertThat(
            WorstCost.of(
                call(new ModelCall.Bounds(ModelCall.Bounds.OPEN, 0, null), 10L, 1), MODEL, PRICE))
        .isEqualByComparingTo("0.00492");
  }

  @Test
  void countsTheDearestTierThatTheInputCanReachAndTheUsesOfTools() {
    // Given
    PriceRecord.Rates twice =
        new PriceRecord.Rates(new BigDecimal("6"), new BigDecimal("30"), null, null, null);
    Price price =
        new Price(
            "o",
            PRICE.rates(),
            List.of(new PriceRecord.Tier(null, 500L, twice)),
            Map.of("web_search_requests", new BigDecimal("10"), "cheap", BigDecimal.ONE),
            "x",
            new BigDecimal("0.8"));

    // When // Then: below the tier 500 x 6 + 10 x 15; above it 501 x 6 + 10 x 30, all x 0.8
    assertThat(WorstCost.of(call(new ModelCall.Bounds(500, 0, null), 10L, 1), MODEL, price))
        .isEqualByComparingTo("0.00252");
    assertThat(WorstCost.of(call(new ModelCall.Bounds(501, 0, null), 10L, 1), MODEL, price))
        .isEqualByComparingTo("0.0026448");
    // And: 16 uses at 10 per thousand, x 0.8
    assertThat(WorstCost.of(call(new ModelCall.Bounds(500, 16, null), 10L, 1), MODEL, price))
        .isEqualByComparingTo("0.13052");
  }

  @Test
  void soundAndPicturesCountAsFarAsTheCallCanHaveThem() {
    // Given
    Price price =
        new Price(
            "o",
            new PriceRecord.Rates(
                new BigDecimal("3"),
                new BigDecimal("15"),
                null,
                null,
                null,
                new BigDecimal("40"),
                null,
                new BigDecimal("80"),
                null,
                null,
                new BigDecimal("120")),
            "x",
            BigDecimal.ONE);
    ModelCall.Media none = ModelCall.Media.NONE;
    ModelCall.Media sound = new ModelCall.Media(true, false);
    ModelCall.Media pictures = new ModelCall.Media(false, true);

    // When // Then: 100 tokens of input and 10 of output
    assertThat(worst(price, none, none)).isEqualByComparingTo("0.00045");
    assertThat(worst(price, pictures, none)).isEqualByComparingTo("0.00045");
    assertThat(worst(price, sound, none)).isEqualByComparingTo("0.00415");
    assertThat(worst(price, none, sound)).isEqualByComparingTo("0.0011");
    assertThat(worst(price, ModelCall.Media.ANY, ModelCall.Media.ANY))
        .isEqualByComparingTo("0.0052");
    assertThat(WorstCost.ofOutput(mediaCall(none, pictures), MODEL, price, 10))
        .isEqualByComparingTo("0.0012");
    assertThat(
            WorstCost.outputFor(mediaCall(none, sound), MODEL, price, new BigDecimal("0.0011001")))
        .isEqualTo(10);
  }

  @Test
  void onlyWhatTheUpstreamAloneCanCountIsPaidForAtOnce() {
    // Given
    Price sings =
        new Price(
            "o",
            new PriceRecord.Rates(
                BigDecimal.ONE,
                BigDecimal.ONE,
                null,
                null,
                null,
                null,
                null,
                BigDecimal.TEN,
                null,
                null,
                null),
            "x",
            BigDecimal.ONE);
    ModelCall text = mediaCall(ModelCall.Media.ANY, ModelCall.Media.NONE);
    ModelCall any = mediaCall(ModelCall.Media.NONE, ModelCall.Media.ANY);

    // When // Then
    assertThat(WorstCost.isCountedOnItsWay(any, MODEL, PRICE)).isTrue();
    assertThat(WorstCost.isCountedOnItsWay(text, MODEL, sings)).isTrue();
    assertThat(WorstCost.isCountedOnItsWay(any, MODEL, sings)).isFalse();
  }

  private static BigDecimal worst(Price price, ModelCall.Media input, ModelCall.Media output) {
    return WorstCost.of(mediaCall(input, output), MODEL, price);
  }

  private static ModelCall mediaCall(ModelCall.Media input, ModelCall.Media output) {
    return call(new ModelCall.Bounds(100, 0, null, input, output), 10L, 1);
  }
}
