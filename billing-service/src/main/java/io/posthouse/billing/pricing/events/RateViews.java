package io.posthouse.billing.pricing.events;

import io.posthouse.billing.pricing.RateTier;
import io.posthouse.billing.pricing.Rates;
import io.posthouse.billing.pricing.Tariff;
import io.posthouse.billing.web.RatesView;
import io.posthouse.billing.web.TierView;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Rates, tiers and tools in JSON. */
public final class RateViews {

  private RateViews() {}

  /** Rates as the API and the events write them: of sound and pictures those that are named. */
  public static RatesView of(Rates rates) {
    return RatesView.of(
        rates.input(),
        rates.output(),
        rates.cacheRead(),
        rates.cacheWrite5m(),
        rates.cacheWrite1h(),
        rates.media().entrySet().stream()
            .collect(Collectors.toMap(rate -> rate.getKey().word(), Map.Entry::getValue)));
  }

  /** A model's tiers, at a channel's multiplier. */
  public static List<TierView> tiers(Tariff tariff, BigDecimal multiplier) {
    return tariff.tiers().stream().map(tier -> tier(tier, multiplier)).toList();
  }

  private static TierView tier(RateTier tier, BigDecimal multiplier) {
    return TierView.of(tier.serviceTier(), tier.above(), of(tier.rates().times(multiplier)));
  }

  /** What 1,000 uses of each tool cost, at a channel's multiplier. */
  public static SortedMap<String, String> tools(Tariff tariff, BigDecimal multiplier) {
    SortedMap<String, String> tools = new TreeMap<>();
    tariff
        .tools()
        .forEach((tool, price) -> tools.put(tool, RatesView.plain(price.multiply(multiplier))));
    return tools;
  }
}
