package io.posthouse.billing.pricing;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The tokens of a call, by the kinds that have a price: no token is of two. Each zero or more
 * (I19).
 *
 * @param input uncached input only
 * @param output reasoning included
 * @param media sound and pictures, which are in none of the others
 */
public record TokenCounts(
    long input,
    long output,
    long cacheRead,
    long cacheWrite5m,
    long cacheWrite1h,
    Map<MediaKind, Long> media) {

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
    media = media.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(media));
    media.forEach((kind, count) -> check(kind.word(), count));
  }

  /** Text alone. */
  public TokenCounts(
      long input, long output, long cacheRead, long cacheWrite5m, long cacheWrite1h) {
    this(input, output, cacheRead, cacheWrite5m, cacheWrite1h, Map.of());
  }

  private static void check(String kind, long count) {
    if (count < 0 || count > HIGHEST) {
      throw new IllegalArgumentException(
          "tokens." + kind + ": " + count + " (expected: 0 to " + HIGHEST + ")");
    }
  }

  /** All that went in, cached or not, text or not: what a context tier looks at. */
  public long allInput() {
    long all = input + cacheRead + cacheWrite5m + cacheWrite1h;
    for (Map.Entry<MediaKind, Long> part : media.entrySet()) {
      all += part.getKey().isInput() ? part.getValue() : 0;
    }
    return all;
  }
}
