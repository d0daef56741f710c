package io.posthouse.relay.edge;

import java.util.concurrent.atomic.AtomicLong;

/** Memory for request bodies, for the whole process. Thread-safe. */
final class BodyBudget {

  private final long limit;
  private final AtomicLong taken = new AtomicLong();

  BodyBudget(long limit) {
    this.limit = limit;
  }

  /** Takes some; false, and nothing is taken, when there is not enough. */
  boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= limit) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }

  /** How much is taken. */
  long taken() {
    return taken.get();
  }
}
