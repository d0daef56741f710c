package io.posthouse.billing.pricing;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a model costs: rates, other rates for service tiers and long inputs, and hosted
 * tools. Immutable.
 *
 * <p>Of the tiers the one counts that is the call's own service tier's, else one without a service
 * tier; among those the one with the greatest {@code above} that the call's input exceeds; else the
 * plain rates.
 *
 * @param tiers ordered by service tier, then by {@code above}; no two for the same calls
 * @param tools USD per 1,000 uses, by the name in the usage event; zero or more
 */
public record Tariff(Rates rates, List<RateTier> tiers, SortedMap<String, BigDecimal> tools) {

  private static final int MOST = 32;
  private static final Pattern TOOL = Pattern.compile("[a-z0-9_-]{1,64}");
  private static final BigDecimal HIGHEST = new BigDecimal("1000000");

  /**
   * @throws IllegalArgumentException if a tool is malformed, two tiers are for the same calls, or
   *     there are more than 32 of either
   */
  public Tariff {
    tiers =
        tiers.stream()
            .sorted(Comparator.comparing(RateTier::serviceTier).thenComparingLong(RateTier::above))
            .toList();
    tools = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(tools));
    if (tiers.size() > MOST || tools.size() > MOST) {
      throw new IllegalArgumentException("tiers and tools: too many (expected: <= " + MOST + ")");
    }
    for (int i = 1; i < tiers.size(); i++) {
      if (tiers.get(i).isAboutTheSameAs(tiers.get(i - 1))) {
        throw new IllegalArgumentException(
            "tiers: two for "
                + tiers.get(i).serviceTier()
                + " above "
                + tiers.get(i).above()
                + " (expected: one)");
      }
    }
    tools.forEach(Tariff::check);
  }

  private static void check(String tool, BigDecimal price) {
    if (!TOOL.matcher(tool).matches()) {
      throw new IllegalArgumentException("tools: malformed name (expected: " + TOOL + ")");
    }
    if (price.signum() < 0 || price.compareTo(HIGHEST) > 0) {
      throw new IllegalArgumentException(
          "tools." + tool + ": out of range (expected: 0 to " + HIGHEST + " per 1,000)");
    }
  }

  /** A model whose every call costs the same per token, and that has no tools. */
  public static Tariff of(Rates rates) {
    return new Tariff(rates, List.of(), new TreeMap<>());
  }

  /**
   * As it stands in the database.
   *
   * @param rates of text
   * @throws IllegalArgumentException if it was not written by us
   */
  public static Tariff stored(Rates rates, String tiers, String tools, String media) {
    return MediaText.read(TariffText.read(rates, tiers, tools), media);
  }

  /**
   * The tier that a call falls into; empty for the plain rates.
   *
   * @param serviceTier as the answer names it; null when it names none
   */
  public Optional<RateTier> tier(@Nullable String serviceTier, long input) {
    Optional<RateTier> own =
        serviceTier == null || serviceTier.isEmpty()
            ? Optional.empty()
            : longest(serviceTier, input);
    return own.isPresent() ? own : longest("", input);
  }

  /** In the order of {@code above}, so the last one that is exceeded is the greatest. */
  private Optional<RateTier> longest(String serviceTier, long input) {
    return tiers.stream()
        .filter(
            tier ->
                tier.serviceTier().equals(serviceTier)
                    && (input > tier.above() || tier.above() == 0))
        .reduce((_, greater) -> greater);
  }

  /** What a call's tokens cost per million. */
  public Rates ratesOf(Consumption used) {
    return tier(used.serviceTier(), used.tokens().allInput()).map(RateTier::rates).orElse(rates);
  }

  /** What 1,000 uses of a tool cost; zero when it is free, or not known here. */
  public BigDecimal perThousand(String tool) {
    BigDecimal price = tools.get(tool);
    return price == null ? BigDecimal.ZERO : price;
  }

  /** Whether every number is the same, whatever its scale. */
  public boolean sameAs(Tariff other) {
    return rates.sameAs(other.rates)
        && tiers.size() == other.tiers.size()
        && tiers.stream().allMatch(tier -> other.has(tier))
        && tools.keySet().equals(other.tools.keySet())
        && tools.entrySet().stream()
            .allMatch(tool -> other.perThousand(tool.getKey()).compareTo(tool.getValue()) == 0);
  }

  private boolean has(RateTier wanted) {
    return tiers.stream()
        .anyMatch(tier -> tier.isAboutTheSameAs(wanted) && tier.rates().sameAs(wanted.rates()));
  }

  /**
   * Whether something of this is dearer than it was, by more than a factor allows. What is new is
   * compared with what such calls cost before.
   */
  boolean exceeds(Tariff before, BigDecimal factor) {
    return rates.exceeds(before.rates, factor)
        || tiers.stream()
            .anyMatch(tier -> tier.rates().exceeds(before.ratesJustAbove(tier), factor))
        || tools.entrySet().stream()
            .anyMatch(
                tool ->
                    tool.getValue().compareTo(before.perThousand(tool.getKey()).multiply(factor))
                        > 0);
  }

  /** What the calls that a tier is for cost here. */
  Rates ratesJustAbove(RateTier tier) {
    return tier(tier.serviceTier(), tier.above() + 1).map(RateTier::rates).orElse(rates);
  }
}
