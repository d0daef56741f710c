package io.posthouse.benchmark;

import java.util.Collection;
import java.util.Locale;

/**
 * Repeated readings of one thing.
 *
 * @param median the middle one; of an even number, the mean of the two in the middle
 * @param count how many there were
 */
public record Spread(double median, double least, double most, int count) {

  /**
   * The spread of some readings.
   *
   * @throws IllegalArgumentException when there are none
   */
  public static Spread of(Collection<Double> readings) {
    if (readings.isEmpty()) {
      throw new IllegalArgumentException("readings: none (expected: at least 1)");
    }
    double[] sorted = readings.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }

  /** As people read it: {@code 1.42 (1.29-1.52)}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median, least, most);
  }
}
