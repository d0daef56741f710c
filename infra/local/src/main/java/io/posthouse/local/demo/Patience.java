package io.posthouse.local.demo;

import io.posthouse.local.home.StackException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waiting for what comes a moment later: an event that another service has to hear of first. */
final class Patience {

  private Patience() {}

  /** One look. */
  @FunctionalInterface
  interface Look<T> {
    Optional<T> now() throws InterruptedException;
  }

  /**
   * Looks until there is something to see.
   *
   * @param what is waited for, for the message
   * @throws StackException when it does not come in time
   */
  static <T> T wait(String what, Duration limit, Look<T> look) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> seen = look.now();
      if (seen.isPresent()) {
        return seen.get();
      }
      if (System.nanoTime() > end) {
        throw new StackException(what + ": did not come within " + limit.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(150);
    }
  }
}
