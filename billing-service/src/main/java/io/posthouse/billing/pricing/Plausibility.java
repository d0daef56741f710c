package io.posthouse.billing.pricing;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a price of the feed may count without a person having seen it: nothing became free or
 * stopped being so, and nothing moved by ten times or more. A tier that is new, or gone, is
 * compared with what its calls cost before, or cost now. Pure.
 */
final class Plausibility {

  private static final BigDecimal JUMP = BigDecimal.TEN;

  private Plausibility() {}

  /** What is implausible; empty when nothing is. */
  static Optional<String> doubt(Tariff before, Tariff after) {
    return Stream.of(
            doubts("", before.rates(), after.rates()),
            after.tiers().stream()
                .flatMap(tier -> doubts(name(tier), before.ratesJustAbove(tier), tier.rates())),
            before.tiers().stream()
                .flatMap(tier -> doubts(name(tier), tier.rates(), after.ratesJustAbove(tier))),
            Stream.concat(before.tools().keySet().stream(), after.tools().keySet().stream())
                .flatMap(
                    tool ->
                        doubt("tools." + tool, before.perThousand(tool), after.perThousand(tool))))
        .flatMap(each -> each)
        .findFirst();
  }

  /** What is implausible about a model's first price. */
  static Optional<String> doubt(Tariff first) {
    return first.rates().input().signum() == 0 ? Optional.of("input: 0") : Optional.empty();
  }

  private static String name(RateTier tier) {
    return tier.serviceTier() + ">" + tier.above() + ".";
  }

  private static Stream<String> doubts(String prefix, Rates before, Rates after) {
    Map<String, BigDecimal> now = after.byKind();
    return before.byKind().entrySet().stream()
        .flatMap(
            kind ->
                doubt(
                    prefix + kind.getKey(),
                    kind.getValue(),
                    now.getOrDefault(kind.getKey(), BigDecimal.ZERO)));
  }

  private static Stream<String> doubt(String what, BigDecimal before, BigDecimal after) {
    return isDoubtful(before, after)
        ? Stream.of(what + ": " + plain(before) + " to " + plain(after))
        : Stream.empty();
  }

  private static boolean isDoubtful(BigDecimal before, BigDecimal after) {
    if (before.signum() == 0 || after.signum() == 0) {
      return before.signum() != after.signum();
    }
    return after.compareTo(before.multiply(JUMP)) >= 0
        || before.compareTo(after.multiply(JUMP)) >= 0;
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
