package io.posthouse.relay.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our own record of {@code billing.prices-changed.v1}: all versions that are or will be in force
 * for one name.
 *
 * @param kind {@code official} (of a model) or {@code multiplier} (of a channel)
 */
public record PriceRecord(String kind, String name, List<Version> versions) {

  /** One version. Rates for an official price, a multiplier for a channel. */
  public record Version(
      String version,
      @Nullable Rates rates,
      @Nullable BigDecimal multiplier,
      Instant effectiveFrom) {}

  /** USD per million tokens; a kind without a rate costs what input does. */
  public record Rates(
      BigDecimal input,
      BigDecimal output,
      @Nullable BigDecimal cacheRead,
      @Nullable BigDecimal cacheWrite5m,
      @Nullable BigDecimal cacheWrite1h) {

    /** The dearest of the kinds that input can be. */
    public BigDecimal dearestInput() {
      BigDecimal dearest = input;
      for (BigDecimal rate : new @Nullable BigDecimal[] {cacheWrite5m, cacheWrite1h, cacheRead}) {
        dearest = rate == null ? dearest : dearest.max(rate);
      }
      return dearest;
    }
  }
}
