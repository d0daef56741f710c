package io.posthouse.relay.routing;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Predicate;

/**
 * An upstream's credentials, used in turn. One that the provider refused is out until it was
 * tested; one that was told to wait, until then. Thread-safe.
 */
final class CredentialPool {

  private static final long USABLE = 0;
  private static final long DEAD = Long.MAX_VALUE;

  private final List<String> credentials;

  /** The nano time until which each waits; never 0 while it waits. */
  private final AtomicLongArray waits;

  private final AtomicInteger turn = new AtomicInteger();

  CredentialPool(List<String> credentials) {
    this.credentials = credentials;
    this.waits = new AtomicLongArray(credentials.size());
  }

  /** What there is for a call. */
  sealed interface Choice {
    /** That one, by its place. */
    record Use(int place) implements Choice {}

    /** All that are left wait, the first until then. */
    record Wait(long until) implements Choice {}

    /** The provider refuses all that are left. */
    record Dead() implements Choice {}

    /** This call has used them all. */
    record Spent() implements Choice {}
  }

  /**
   * The next one.
   *
   * @param spent whether the call has used one up, at whichever upstream
   */
  Choice choose(long now, Predicate<String> spent) {
    int size = credentials.size();
    int from = size == 1 ? 0 : Math.floorMod(turn.getAndIncrement(), size);
    boolean waiting = false;
    boolean dead = false;
    long first = 0;
    for (int i = 0; i < size; i++) {
      int place = (from + i) % size;
      if (spent.test(credentials.get(place))) {
        continue;
      }
      long wait = waits.get(place);
      if (wait == USABLE || (wait != DEAD && wait - now <= 0)) {
        return new Choice.Use(place);
      }
      if (wait == DEAD) {
        dead = true;
      } else if (!waiting || wait - first < 0) {
        waiting = true;
        first = wait;
      }
    }
    if (waiting) {
      return new Choice.Wait(first);
    }
    return dead ? new Choice.Dead() : new Choice.Spent();
  }

  String at(int place) {
    return credentials.get(place);
  }

  void waitUntil(int place, long nanos) {
    if (waits.get(place) != DEAD) {
      waits.set(place, nanos == USABLE ? 1 : nanos);
    }
  }

  void refused(int place) {
    waits.set(place, DEAD);
  }

  /** The place of one that is out; -1 when none is. */
  int firstDead() {
    for (int i = 0; i < credentials.size(); i++) {
      if (waits.get(i) == DEAD) {
        return i;
      }
    }
    return -1;
  }

  /** It was tested and taken. */
  void revived(int place) {
    waits.set(place, USABLE);
  }
}
