package io.posthouse.billing.pricing;

import java.util.Map;

/**
 * The tokens of a call, by the kinds that have a price. Each zero or more (I19).
 *
 * @param input uncached input only
 * @param output reasoning included
 */
public record TokenCounts(
    long input, long output, long cacheRead, long cacheWrite5m, long cacheWrite1h) {

  /** More than any model can take or give in one call; what says more is a defect. */
  public static final long HIGHEST = 100_000_000;

  /**
   * @throws IllegalArgumentException if one is out of range
   */
  public TokenCounts {
    Map.of(
            "input", input,
            "output", output,
            "cacheRead", cacheRead,
            "cacheWrite5m", cacheWrite5m,
            "cacheWrite1h", cacheWrite1h)
        .forEach(TokenCounts::check);
  }

  private static void check(String kind, long count) {
    if (count < 0 || count > HIGHEST) {
      throw new IllegalArgumentException(
          "tokens." + kind + ": " + count + " (expected: 0 to " + HIGHEST + ")");
    }
  }

  /** All that went in, cached or not: what a context tier looks at. */
  public long allInput() {
    return input + cacheRead + cacheWrite5m + cacheWrite1h;
  }
}
