package io.posthouse.billing.pricing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call used of one model.
 *
 * @param serviceTier that it was served at, as the answer names it; null when it names none
 * @param tools uses by name, each zero or more
 */
public record Consumption(
    TokenCounts tokens, @Nullable String serviceTier, Map<String, Long> tools) {

  /** More of one tool than any call makes. */
  public static final long MOST_USES = 100_000;

  private static final int MOST_TOOLS = 64;

  /**
   * @throws IllegalArgumentException if a number of uses is out of range
   */
  public Consumption {
    tools = Map.copyOf(tools);
    if (tools.size() > MOST_TOOLS) {
      throw new IllegalArgumentException(
          "tools: " + tools.size() + " kinds (expected: <= " + MOST_TOOLS + ")");
    }
    tools.forEach(
        (tool, uses) -> {
          if (uses < 0 || uses > MOST_USES) {
            throw new IllegalArgumentException(
                "tools: " + uses + " uses of one (expected: 0 to " + MOST_USES + ")");
          }
        });
  }

  /** Tokens alone. */
  public static Consumption of(TokenCounts tokens) {
    return new Consumption(tokens, null, Map.of());
  }
}
