package io.posthouse.relay.pricing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A price as it is pinned to a call (P21, I10).
 *
 * @param rates of a call that no tier is for
 * @param tiers other rates, for service tiers and long inputs
 * @param tools USD per 1,000 uses of a hosted tool, by the name in the usage event
 */
public record Price(
    String officialVersion,
    PriceRecord.Rates rates,
    List<PriceRecord.Tier> tiers,
    Map<String, BigDecimal> tools,
    String multiplierVersion,
    BigDecimal multiplier) {

  /** Lists and maps are copied. */
  public Price {
    tiers = List.copyOf(tiers);
    tools = Map.copyOf(tools);
  }

  /** A price without tiers and tools. */
  public Price(
      String officialVersion,
      PriceRecord.Rates rates,
      String multiplierVersion,
      BigDecimal multiplier) {
    this(officialVersion, rates, List.of(), Map.of(), multiplierVersion, multiplier);
  }

  /**
   * What a call's tokens cost, as billing-service chooses it: the rates of the service tier that
   * the answer names, else of none; among those of the longest input that is exceeded.
   *
   * @param serviceTier null when the answer names none
   * @param input tokens of input, cached ones included
   */
  public PriceRecord.Rates ratesOf(@Nullable String serviceTier, long input) {
    PriceRecord.Tier own = serviceTier == null ? null : longest(serviceTier, input);
    PriceRecord.Tier tier = own == null ? longest(null, input) : own;
    return tier == null ? rates : tier.rates();
  }

  private PriceRecord.@Nullable Tier longest(@Nullable String serviceTier, long input) {
    PriceRecord.Tier longest = null;
    for (PriceRecord.Tier tier : tiers) {
      if (java.util.Objects.equals(tier.serviceTier(), serviceTier)
          && tier.countsFor(input)
          && (longest == null || tier.from() > longest.from())) {
        longest = tier;
      }
    }
    return longest;
  }

  /**
   * The dearest that each kind of token can be for a call of at most so much input. Of service
   * tiers all are counted: which one serves a call is known when it answers.
   */
  public PriceRecord.Rates dearest(long inputAtMost) {
    PriceRecord.Rates dearest = rates;
    for (PriceRecord.Tier tier : tiers) {
      if (tier.countsFor(inputAtMost)) {
        dearest = dearest.max(tier.rates());
      }
    }
    return dearest;
  }
}
