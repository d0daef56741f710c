package io.posthouse.transport;

import java.time.Duration;

/** Counts what may happen so many times in a stretch of time. Confined to a loop. */
final class Pace {

  private final int most;
  private final long stretch;
  private long since = System.nanoTime();
  private int count;

  Pace(int most, Duration stretch) {
    this.most = most;
    this.stretch = stretch.toNanos();
  }

  /** It has happened: whether that is too often. */
  boolean isExceeded() {
    long now = System.nanoTime();
    if (now - since > stretch) {
      since = now;
      count = 0;
    }
    count++;
    return count > most;
  }
}
