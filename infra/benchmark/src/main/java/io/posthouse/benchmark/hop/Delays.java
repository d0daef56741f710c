package io.posthouse.benchmark.hop;

import java.util.concurrent.atomic.AtomicLongArray;

/** Delays by size, in steps of 20 microseconds up to a second. Written by one thread. */
final class Delays {

  private static final long STEP = 20_000;
  private static final int STEPS = 50_000;

  private final AtomicLongArray counts = new AtomicLongArray(STEPS);

  void add(long nanos) {
    int step = Math.clamp(nanos / STEP, 0, STEPS - 1);
    counts.lazySet(step, counts.get(step) + 1);
  }

  void clear() {
    for (int i = 0; i < STEPS; i++) {
      counts.set(i, 0);
    }
  }

  /**
   * The delay that this part of all stays below, in milliseconds; zero when there were none.
   *
   * @param part 0 to 1
   */
  double quantile(double part) {
    long all = 0;
    for (int i = 0; i < STEPS; i++) {
      all += counts.get(i);
    }
    long seen = 0;
    for (int i = 0; i < STEPS && all > 0; i++) {
      seen += counts.get(i);
      if (seen >= part * all) {
        return (i + 1) * STEP / 1e6;
      }
    }
    return 0;
  }
}
