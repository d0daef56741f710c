package io.posthouse.billing.pricing;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a price of the feed may count without a person having seen it: no kind of token became
 * free or stopped being so, and none moved by ten times or more. Pure.
 */
final class Plausibility {

  private static final BigDecimal JUMP = BigDecimal.TEN;

  private Plausibility() {}

  /** What is implausible; empty when nothing is. */
  static Optional<String> doubt(Rates before, Rates after) {
    Map<String, BigDecimal> now = byKind(after);
    return byKind(before).entrySet().stream()
        .filter(
            kind -> isDoubtful(kind.getValue(), now.getOrDefault(kind.getKey(), BigDecimal.ZERO)))
        .map(
            kind ->
                kind.getKey()
                    + ": "
                    + kind.getValue().stripTrailingZeros().toPlainString()
                    + " to "
                    + now.getOrDefault(kind.getKey(), BigDecimal.ZERO)
                        .stripTrailingZeros()
                        .toPlainString())
        .findFirst();
  }

  /** What is implausible about a model's first price. */
  static Optional<String> doubt(Rates first) {
    return first.input().signum() == 0 ? Optional.of("input: 0") : Optional.empty();
  }

  private static boolean isDoubtful(BigDecimal before, BigDecimal after) {
    if (before.signum() == 0 || after.signum() == 0) {
      return before.signum() != after.signum();
    }
    return after.compareTo(before.multiply(JUMP)) >= 0
        || before.compareTo(after.multiply(JUMP)) >= 0;
  }

  private static Map<String, BigDecimal> byKind(Rates rates) {
    Map<String, BigDecimal> kinds = new LinkedHashMap<>();
    kinds.put("input", rates.input());
    kinds.put("output", rates.output());
    kinds.put("cacheRead", rates.cacheRead());
    kinds.put("cacheWrite5m", rates.cacheWrite5m());
    kinds.put("cacheWrite1h", rates.cacheWrite1h());
    return kinds;
  }
}
