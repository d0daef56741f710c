package io.posthouse.benchmark.hop;

import io.posthouse.benchmark.Spread;
import java.util.Locale;

/**
 * A line of the report.
 *
 * @param nginx the yardstick's readings
 * @param relay ours
 * @param ratio of rounds side by side
 * @param target what the ratio's median should not exceed
 */
record Row(
    String id, String what, String unit, Spread nginx, Spread relay, Spread ratio, double target) {

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-8s %-26s %-15s %-22s %-22s %-18s %s %.1f",
        id,
        what,
        unit,
        nginx,
        relay,
        ratio,
        ratio.median() <= target ? "<=" : "ABOVE",
        target);
  }
}
