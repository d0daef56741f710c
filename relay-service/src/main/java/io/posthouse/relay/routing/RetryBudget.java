package io.posthouse.relay.routing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * How many second tries a channel may make, so that bad upstreams do not double the load: one for
 * ten calls, ten a second in any case, saved up to a hundred. Thread-safe and lock-free.
 */
public final class RetryBudget {

  private static final double PER_CALL = 0.1;
  private static final double PER_NANO = 10.0 / Duration.ofSeconds(1).toNanos();
  private static final double MOST = 100;

  private record Balance(double retries, long at) {}

  private final LongSupplier nanoTime;
  private final AtomicReference<Balance> balance;

  RetryBudget(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.balance = new AtomicReference<>(new Balance(MOST, nanoTime.getAsLong()));
  }

  /** A full one, on the clock of {@link System#nanoTime}. */
  public RetryBudget() {
    this(System::nanoTime);
  }

  /** A call has begun. */
  public void earn() {
    balance.updateAndGet(it -> grown(it, PER_CALL));
  }

  /** Takes one retry; false when there is none. */
  public boolean spend() {
    while (true) {
      Balance seen = balance.get();
      Balance now = grown(seen, 0);
      if (now.retries() < 1) {
        return false;
      }
      if (balance.compareAndSet(seen, new Balance(now.retries() - 1, now.at()))) {
        return true;
      }
    }
  }

  private Balance grown(Balance seen, double more) {
    long now = nanoTime.getAsLong();
    double earned = Math.max(0, now - seen.at()) * PER_NANO;
    return new Balance(Math.min(MOST, seen.retries() + earned + more), now);
  }
}
