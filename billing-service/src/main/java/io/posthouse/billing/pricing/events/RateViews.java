package io.posthouse.billing.pricing.events;

import io.posthouse.billing.pricing.Rates;
import io.posthouse.billing.web.RatesView;

/** Rates in JSON. */
public final class RateViews {

  private RateViews() {}

  /** Rates as the API and the events write them. */
  public static RatesView of(Rates rates) {
    return RatesView.of(
        rates.input(),
        rates.output(),
        rates.cacheRead(),
        rates.cacheWrite5m(),
        rates.cacheWrite1h());
  }
}
