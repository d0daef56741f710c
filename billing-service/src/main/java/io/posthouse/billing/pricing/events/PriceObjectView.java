package io.posthouse.billing.pricing.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.pricing.ChannelMultiplier;
import io.posthouse.billing.pricing.OfficialPrice;
import io.posthouse.billing.pricing.PriceObject;
import io.posthouse.billing.web.RatesView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code billing.prices-changed.v1}, and an item of {@code GET /internal/prices}. */
public record PriceObjectView(String kind, String name, List<Version> versions) {

  /** One version. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Version(
      String version,
      String kind,
      @Nullable RatesView rates,
      @Nullable String multiplier,
      Instant effectiveFrom) {

    static Version of(OfficialPrice price) {
      return new Version(
          price.getId().toString(),
          "official",
          RateViews.of(price.rates()),
          null,
          price.effectiveFrom());
    }

    static Version of(ChannelMultiplier multiplier) {
      return new Version(
          multiplier.getId().toString(),
          "multiplier",
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
