package io.posthouse.billing.pricing;

import java.util.regex.Pattern;

/**
 * Other rates for a call at a service tier, or with a long input. They count for the whole call.
 *
 * @param serviceTier as the provider's answer names it, such as {@code priority}; empty for every
 *     tier that has no rates of its own
 * @param above counts for calls with more tokens of input than this, cached ones included; zero or
 *     more
 */
public record RateTier(String serviceTier, long above, Rates rates) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{0,32}");
  private static final long LONGEST = 100_000_000;

  /**
   * @throws IllegalArgumentException if it is malformed, or counts for every call
   */
  public RateTier {
    if (!NAME.matcher(serviceTier).matches()) {
      throw new IllegalArgumentException("serviceTier: malformed (expected: " + NAME + ")");
    }
    if (above < 0 || above > LONGEST) {
      throw new IllegalArgumentException("above: " + above + " (expected: 0 to " + LONGEST + ")");
    }
    if (serviceTier.isEmpty() && above == 0) {
      throw new IllegalArgumentException("above: 0 (expected: > 0 where no serviceTier is named)");
    }
  }

  /** Whether it is for the same calls as another. */
  boolean isAboutTheSameAs(RateTier other) {
    return serviceTier.equals(other.serviceTier) && above == other.above;
  }
}
