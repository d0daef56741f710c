package io.posthouse.billing.pricing;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Prices in USD per million tokens, by kind of token. Each zero or more, at most 10 decimals.
 * Immutable.
 *
 * @param input uncached input
 * @param output output, reasoning included
 */
public record Rates(
    BigDecimal input,
    BigDecimal output,
    BigDecimal cacheRead,
    BigDecimal cacheWrite5m,
    BigDecimal cacheWrite1h) {

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
  }

  private static void check(String kind, BigDecimal rate) {
    if (rate.signum() < 0) {
      throw new IllegalArgumentException(kind + ": " + rate.toPlainString() + " (expected: >= 0)");
    }
    if (rate.compareTo(HIGHEST) > 0) {
      throw new IllegalArgumentException(kind + ": too large (expected: <= " + HIGHEST + ")");
    }
  }

  /** Each by its name, always in this order. */
  Map<String, BigDecimal> byKind() {
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
    return new Rates(
        change.apply(input),
        change.apply(output),
        change.apply(cacheRead),
        change.apply(cacheWrite5m),
        change.apply(cacheWrite1h));
  }

  /** Whether each is the same number, whatever its scale. */
  public boolean sameAs(Rates other) {
    return input.compareTo(other.input) == 0
        && output.compareTo(other.output) == 0
        && cacheRead.compareTo(other.cacheRead) == 0
        && cacheWrite5m.compareTo(other.cacheWrite5m) == 0
        && cacheWrite1h.compareTo(other.cacheWrite1h) == 0;
  }

  /** Whether one of these is above the other's by more than a factor allows. */
  boolean exceeds(Rates other, BigDecimal factor) {
    return input.compareTo(other.input.multiply(factor)) > 0
        || output.compareTo(other.output.multiply(factor)) > 0
        || cacheRead.compareTo(other.cacheRead.multiply(factor)) > 0
        || cacheWrite5m.compareTo(other.cacheWrite5m.multiply(factor)) > 0
        || cacheWrite1h.compareTo(other.cacheWrite1h.multiply(factor)) > 0;
  }
}
