package io.posthouse.billing.pricing.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.pricing.ChannelMultiplier;
import io.posthouse.billing.pricing.OfficialPrice;
import io.posthouse.billing.pricing.PriceObject;
import io.posthouse.billing.web.RatesView;
import io.posthouse.billing.web.TierView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code billing.prices-changed.v1}, and an item of {@code GET /internal/prices}. */
public record PriceObjectView(String kind, String name, List<Version> versions) {

  /** One version; tiers and tools only where there are any. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Version(
      String version,
      String kind,
      @Nullable RatesView rates,
      @Nullable List<TierView> tiers,
      @Nullable Map<String, String> tools,
      @Nullable String multiplier,
      Instant effectiveFrom) {

    static Version of(OfficialPrice price) {
      return new Version(
          price.getId().toString(),
          "official",
          RateViews.of(price.rates()),
          price.tariff().tiers().isEmpty() ? null : RateViews.tiers(price.tariff(), BigDecimal.ONE),
          price.tariff().tools().isEmpty() ? null : RateViews.tools(price.tariff(), BigDecimal.ONE),
          null,
          price.effectiveFrom());
    }

    static Version of(ChannelMultiplier multiplier) {
      return new Version(
          multiplier.getId().toString(),
          "multiplier",
          null,
          null,
          null,
          RatesView.plain(multiplier.multiplier()),
          multiplier.effectiveAt());
    }
  }

  /** As others see it. */
  public static PriceObjectView of(PriceObject object) {
    return switch (object) {
      case PriceObject.Official official ->
          new PriceObjectView(
              "official", official.name(), official.versions().stream().map(Version::of).toList());
      case PriceObject.Multiplier multiplier ->
          new PriceObjectView(
              "multiplier",
              multiplier.name(),
              multiplier.versions().stream().map(Version::of).toList());
    };
  }

  String key() {
    return (kind.equals("official") ? "model:" : "channel:") + name;
  }
}
