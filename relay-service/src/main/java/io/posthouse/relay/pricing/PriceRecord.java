package io.posthouse.relay.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Our own record of {@code billing.prices-changed.v1}: all versions that are or will be in force
 * for one name.
 *
 * @param kind {@code official} (of a model) or {@code multiplier} (of a channel)
 */
public record PriceRecord(String kind, String name, List<Version> versions) {

  /**
   * One version. Rates for an official price, a multiplier for a channel.
   *
   * @param tiers null for none
   * @param tools USD per 1,000 uses; null for none
   */
  public record Version(
      String version,
      @Nullable Rates rates,
      @Nullable List<Tier> tiers,
      @Nullable Map<String, BigDecimal> tools,
      @Nullable BigDecimal multiplier,
      Instant effectiveFrom) {

    /** A version without tiers and tools. */
    public Version(
        String version,
        @Nullable Rates rates,
        @Nullable BigDecimal multiplier,
        Instant effectiveFrom) {
      this(version, rates, null, null, multiplier, effectiveFrom);
    }
  }

  /**
   * Rates for some calls.
   *
   * @param serviceTier null for every one that has no rates of its own
   * @param above for calls with more tokens of input than this; null for all
   */
  public record Tier(@Nullable String serviceTier, @Nullable Long above, Rates rates) {

    long from() {
      Long least = above();
      return least == null ? 0 : least;
    }

    boolean countsFor(long input) {
      return above() == null || input > from();
    }
  }

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

    /** Of each kind the dearer one. */
    Rates max(Rates other) {
      return new Rates(
          input.max(other.input),
          output.max(other.output),
          orInput(cacheRead()).max(other.orInput(other.cacheRead())),
          orInput(cacheWrite5m()).max(other.orInput(other.cacheWrite5m())),
          orInput(cacheWrite1h()).max(other.orInput(other.cacheWrite1h())));
    }

    private BigDecimal orInput(@Nullable BigDecimal rate) {
      return rate == null ? input : rate;
    }
  }
}
