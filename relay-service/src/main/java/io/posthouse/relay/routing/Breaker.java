package io.posthouse.relay.routing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether one model of one upstream may be called. Closed until half of the last {@value #WINDOW}
 * calls failed; then open for 10 s, with each failed probe twice as long, up to 60 s; then
 * half-open: one call goes through, and decides. Thread-safe and lock-free; on the monotonic clock.
 *
 * <pre>
 * Closed ── failures ──► Open ── time ──► HalfOpen ── success ──► Closed
 *                          ▲                 │
 *                          └──── failure ────┘
 * </pre>
 */
final class Breaker {

  private static final long FIRST = Duration.ofSeconds(10).toNanos();
  private static final long LONGEST = Duration.ofSeconds(60).toNanos();
  private static final int WINDOW = 10;

  private sealed interface State {}

  /** Called freely; the last outcomes, one bit each, set where it failed. */
  private record Closed(int calls, int failed) implements State {
    private static final Closed FRESH = new Closed(0, 0);

    Closed and(boolean failure) {
      int mask = (1 << WINDOW) - 1;
      return new Closed(Math.min(WINDOW, calls + 1), ((failed << 1) | (failure ? 1 : 0)) & mask);
    }

    boolean isTooMuch() {
      return Integer.bitCount(failed) * 2 >= calls;
    }
  }

  /** Not called, unless there is nothing better. */
  private record Open(long until, int times) implements State {}

  /** One call is under way to find out. */
  private record HalfOpen(long since, int times) implements State {}

  private final AtomicReference<State> state = new AtomicReference<>(Closed.FRESH);

  /** Whether a call may go through now. */
  boolean permits(long now) {
    return switch (state.get()) {
      case Closed _ -> true;
      case Open open -> open.until() - now <= 0;
      case HalfOpen probe -> isLost(probe, now);
    };
  }

  /** A probe that nobody reported on does not shut the door for ever. */
  private static boolean isLost(HalfOpen probe, long now) {
    return now - probe.since() > LONGEST;
  }

  /** Takes the permission; false when another call was faster. */
  boolean acquire(long now) {
    State seen = state.get();
    return switch (seen) {
      case Closed _ -> true;
      case Open open ->
          open.until() - now <= 0 && state.compareAndSet(seen, new HalfOpen(now, open.times()));
      case HalfOpen probe ->
          isLost(probe, now) && state.compareAndSet(seen, new HalfOpen(now, probe.times()));
    };
  }

  /** Until when it is left alone; meaningful while it permits nothing. */
  long until() {
    return switch (state.get()) {
      case Closed _ -> Long.MIN_VALUE;
      case Open open -> open.until();
      case HalfOpen probe -> probe.since() + LONGEST;
    };
  }

  /** A call was answered. */
  void succeeded() {
    state.updateAndGet(seen -> seen instanceof Closed closed ? closed.and(false) : Closed.FRESH);
  }

  /** A call was not. */
  void failed(long now) {
    state.updateAndGet(
        seen ->
            switch (seen) {
              case Closed closed -> {
                Closed next = closed.and(true);
                yield next.isTooMuch() ? open(now, 1) : next;
              }
              case Open open -> open;
              case HalfOpen probe -> open(now, probe.times() + 1);
            });
  }

  private static Open open(long now, int times) {
    return new Open(now + Math.min(LONGEST, FIRST << Math.min(times - 1, 3)), times);
  }

  /** A call ended without telling anything: the next one may find out. */
  void released(long now) {
    State seen = state.get();
    if (seen instanceof HalfOpen probe) {
      state.compareAndSet(seen, new Open(now, probe.times()));
    }
  }
}
