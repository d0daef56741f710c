package io.posthouse.relay.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.relay.pricing.Price;
import io.posthouse.relay.pricing.PriceRecord;
import io.posthouse.relay.protocol.ModelCall;
import io.posthouse.relay.protocol.Surface;
import io.posthouse.relay.routing.Model;
import java.math.BigDecimal;
import java.time.Instant;
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
    ModelCall call =
        new ModelCall(
            Surface.CHAT,
            "m",
            new ModelCall.Span(0, 1),
            false,
            cap,
            choices,
            null,
            false,
            0,
            bytes,
            ModelCall.Hints.NONE);
    return WorstCost.of(call, MODEL, PRICE);
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
}
