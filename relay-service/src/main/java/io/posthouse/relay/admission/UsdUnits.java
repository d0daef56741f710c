package io.posthouse.relay.admission;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** USD as whole units of its tenth decimal, the ledger's smallest: what an atomic counter holds. */
final class UsdUnits {

  private static final int SCALE = 10;

  /** More than any grant is; keeps sums of several within a long. */
  private static final long MOST = Long.MAX_VALUE / 1024;

  private UsdUnits() {}

  /** The units of an amount, rounded up; at most 9 million USD. */
  static long of(BigDecimal usd) {
    BigDecimal units = usd.movePointRight(SCALE).setScale(0, RoundingMode.CEILING);
    return units.compareTo(BigDecimal.valueOf(MOST)) >= 0 ? MOST : units.longValueExact();
  }

  /** The amount of so many units. */
  static BigDecimal usd(long units) {
    return BigDecimal.valueOf(units, SCALE);
  }
}
