package io.posthouse.billing.usage;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.web.MoneyView;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was done to a charge, as a receipt shows it. */
final class Adjustments {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Adjustments() {}

  /** What was given back of a charge, as the query aggregates it. */
  static List<Receipt.Correction> corrections(@Nullable String json) {
    return json == null
        ? List.of()
        : JSON.readTree(json)
            .valueStream()
            .map(
                each ->
                    new Receipt.Correction(
                        Instant.EPOCH.plus(each.get(0).asLong(), ChronoUnit.MICROS),
                        each.get(1).asString(),
                        MoneyView.of(Money.usd(each.get(2).asString()))))
            .toList();
  }

  /**
   * The relay's notes on a call, which change no amount, what the wallet could not pay, and what
   * was given back.
   */
  static List<Receipt.Adjustment> all(
      String json, @Nullable BigDecimal uncollected, List<Receipt.Correction> corrections) {
    List<Receipt.Adjustment> adjustments = new ArrayList<>();
    for (JsonNode each : JSON.readTree(json)) {
      adjustments.add(
          new Receipt.Adjustment(each.path("kind").asString(""), MoneyView.of(Money.ZERO_USD)));
    }
    if (uncollected != null) {
      adjustments.add(
          new Receipt.Adjustment("uncollected", MoneyView.of(Money.usd(uncollected).negated())));
    }
    for (Receipt.Correction correction : corrections) {
      Money given = Money.usd(correction.amount().amount());
      adjustments.add(new Receipt.Adjustment("correction", MoneyView.of(given.negated())));
    }
    return adjustments;
  }
}
