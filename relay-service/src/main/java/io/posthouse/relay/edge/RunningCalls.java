package io.posthouse.relay.edge;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Calls that have begun and not ended. Thread-safe; only {@link #awaitNone} waits. */
final class RunningCalls {

  private final AtomicInteger count = new AtomicInteger();
  private volatile @Nullable CountDownLatch awaited;

  void begin() {
    count.incrementAndGet();
  }

  void end() {
    CountDownLatch none = count.decrementAndGet() == 0 ? awaited : null;
    if (none != null) {
      none.countDown();
    }
  }

  int count() {
    return count.get();
  }

  /** Waits until there is none, for that long at most, or until the thread is interrupted. */
  void awaitNone(Duration most) {
    CountDownLatch none = new CountDownLatch(1);
    awaited = none;
    if (count.get() == 0) {
      return;
    }
    try {
      var _ = none.await(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
