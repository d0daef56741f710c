package io.posthouse.billing.pricing;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Prices in USD per million tokens, by kind of token. Each zero or more, at most 10 decimals.
 * Immutable.
 *
 * @param input uncached input
 * @param output output, reasoning included
 * @param media what sound and pictures cost, as far as the vendor names it
 */
public record Rates(
    BigDecimal input,
    BigDecimal output,
    BigDecimal cacheRead,
    BigDecimal cacheWrite5m,
    BigDecimal cacheWrite1h,
    Map<MediaKind, BigDecimal> media) {

  private static final BigDecimal HIGHEST = new BigDecimal("100000");

  /**
   * @throws IllegalArgumentException if one is out of range
   */
  public Rates {
    check("input", input);
    check("output", output);
    check("cacheRead", cacheRead);
    check("cacheWrite5m", cacheWrite5m);
    check("cacheWrite1h", cacheWrite1h);
    media = media.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(media));
    media.forEach((kind, rate) -> check(kind.word(), rate));
  }

  /** Rates of a model that sells text alone, or everything at one price. */
  public Rates(
      BigDecimal input,
      BigDecimal output,
      BigDecimal cacheRead,
      BigDecimal cacheWrite5m,
      BigDecimal cacheWrite1h) {
    this(input, output, cacheRead, cacheWrite5m, cacheWrite1h, Map.of());
  }

  private static void check(String kind, BigDecimal rate) {
    if (rate.signum() < 0) {
      throw new IllegalArgumentException(kind + ": " + rate.toPlainString() + " (expected: >= 0)");
    }
    if (rate.compareTo(HIGHEST) > 0) {
      throw new IllegalArgumentException(kind + ": too large (expected: <= " + HIGHEST + ")");
    }
  }

  /** The same with those rates of sound and pictures. */
  public Rates with(Map<MediaKind, BigDecimal> named) {
    return new Rates(input, output, cacheRead, cacheWrite5m, cacheWrite1h, named);
  }

  /** What a kind costs: its own rate, or that of text in its place. */
  public BigDecimal of(MediaKind kind) {
    BigDecimal named = media.get(kind);
    return named == null ? kind.ofText(this) : named;
  }

  /** What every kind costs by its name, always in this order: text first. */
  Map<String, BigDecimal> byKind() {
    Map<String, BigDecimal> kinds = new LinkedHashMap<>(ofText());
    for (MediaKind kind : MediaKind.values()) {
      kinds.put(kind.word(), of(kind));
    }
    return kinds;
  }

  /** The kinds of text by name, always in this order. */
  Map<String, BigDecimal> ofText() {
    Map<String, BigDecimal> kinds = new LinkedHashMap<>();
    kinds.put("input", input);
    kinds.put("output", output);
    kinds.put("cacheRead", cacheRead);
    kinds.put("cacheWrite5m", cacheWrite5m);
    kinds.put("cacheWrite1h", cacheWrite1h);
    return kinds;
  }

  /** The prices that a channel's multiplier makes of these, exactly. */
  public Rates times(BigDecimal multiplier) {
    return map(rate -> rate.multiply(multiplier));
  }

  private Rates map(UnaryOperator<BigDecimal> change) {
    Map<MediaKind, BigDecimal> changed = new EnumMap<>(MediaKind.class);
    media.forEach((kind, rate) -> changed.put(kind, change.apply(rate)));
    return new Rates(
        change.apply(input),
        change.apply(output),
        change.apply(cacheRead),
        change.apply(cacheWrite5m),
        change.apply(cacheWrite1h),
        changed);
  }

  /** Whether every kind costs the same, whatever its scale and whether it is named or not. */
  public boolean sameAs(Rates other) {
    Map<String, BigDecimal> theirs = other.byKind();
    return byKind().entrySet().stream()
        .allMatch(
            kind ->
                kind.getValue().compareTo(theirs.getOrDefault(kind.getKey(), BigDecimal.ZERO))
                    == 0);
  }

  /** Whether one of these is above the other's by more than a factor allows. */
  boolean exceeds(Rates other, BigDecimal factor) {
    Map<String, BigDecimal> theirs = other.byKind();
    return byKind().entrySet().stream()
        .anyMatch(
            kind ->
                kind.getValue()
                        .compareTo(
                            theirs.getOrDefault(kind.getKey(), BigDecimal.ZERO).multiply(factor))
                    > 0);
  }
}
