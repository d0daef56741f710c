package io.posthouse.relay.routing;

import com.netflix.concurrency.limits.Limiter;
import io.posthouse.relay.protocol.Surface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Picks the next upstream of a call (protocols.md 3.3). The session's own first; else the smallest
 * priority, then those that speak the client's protocol, among equals the least loaded for its
 * weight, among those by weight at random. One that is full is passed over for the next. Resting
 * ones come last: when only they are left, the one whose rest ends first is tried rather than the
 * call refused, but never one that asked us to wait or refuses our credentials. Thread-safe.
 */
public final class UpstreamSelector {

  private final UpstreamHealth health;
  private final IntUnaryOperator random;

  /**
   * @param random a number from 0 up to but not including its argument
   */
  public UpstreamSelector(UpstreamHealth health, IntUnaryOperator random) {
    this.health = health;
    this.random = random;
  }

  /** One that could be taken. */
  private record Candidate(
      Upstream upstream, UpstreamState state, Breaker breaker, int credential, boolean foreign) {
    double load() {
      return (double) state.running() / upstream.weight();
    }
  }

  /** Those that could be taken, and why others cannot. */
  private static final class Sorted {
    final List<Candidate> awake = new ArrayList<>(2);
    final List<Candidate> resting = new ArrayList<>(0);
    boolean waiting;
    long wait;
    boolean refused;

    void waits(long until) {
      if (!waiting || until - wait < 0) {
        waiting = true;
        wait = until;
      }
    }
  }

  /**
   * The next one.
   *
   * @param candidates of the call's channel
   * @param model by our name
   * @param asked what the client asks for
   * @param preferred the session's own upstream; null when there is none
   */
  public Pick next(
      List<Upstream> candidates,
      String model,
      Surface asked,
      Tried tried,
      @Nullable String preferred) {
    long now = health.nanoTime().getAsLong();
    Sorted sorted = sort(candidates, model, asked, tried, now);
    while (!sorted.awake.isEmpty()) {
      Candidate best = best(sorted.awake, preferred);
      sorted.awake.remove(best);
      if (!best.breaker().acquire(now)) {
        sorted.resting.add(best);
        continue;
      }
      Optional<Limiter.Listener> place = best.state().enter();
      if (place.isPresent()) {
        return take(best, place.get());
      }
      best.breaker().released(now);
      if (sorted.awake.isEmpty()) {
        return new Pick.Busy();
      }
    }
    return lastResort(sorted, now);
  }

  /**
   * When those that are well have stayed full: the resting one whose rest ends first, rather than
   * the call refused.
   *
   * @return anything but {@link Pick.Take} when there is none either
   */
  public Pick insteadOfWaiting(
      List<Upstream> candidates, String model, Surface asked, Tried tried) {
    long now = health.nanoTime().getAsLong();
    return lastResort(sort(candidates, model, asked, tried, now), now);
  }

  private Sorted sort(
      List<Upstream> candidates, String model, Surface asked, Tried tried, long now) {
    Sorted sorted = new Sorted();
    for (Upstream upstream : candidates) {
      if (tried.contains(upstream)) {
        continue;
      }
      UpstreamState state = health.of(upstream);
      switch (state.credentials().choose(now, credential -> tried.contains(upstream, credential))) {
        case CredentialPool.Choice.Use(int place) -> {
          Breaker breaker = state.breaker(model);
          Candidate candidate =
              new Candidate(upstream, state, breaker, place, !upstream.serves(asked));
          (breaker.permits(now) ? sorted.awake : sorted.resting).add(candidate);
        }
        case CredentialPool.Choice.Wait(long until) -> sorted.waits(until);
        case CredentialPool.Choice.Dead _ -> sorted.refused = true;
        case CredentialPool.Choice.Spent _ -> {
          // Another upstream has used the same credential in this call.
        }
      }
    }
    return sorted;
  }

  private Candidate best(List<Candidate> awake, @Nullable String preferred) {
    if (awake.size() == 1) {
      return awake.getFirst();
    }
    for (Candidate candidate : awake) {
      if (candidate.upstream().name().equals(preferred)) {
        return candidate;
      }
    }
    Comparator<Candidate> order =
        Comparator.comparingInt((Candidate it) -> it.upstream().priority())
            .thenComparing(Candidate::foreign)
            .thenComparingDouble(Candidate::load);
    Candidate least = awake.stream().min(order).orElseThrow();
    List<Candidate> equals = awake.stream().filter(it -> order.compare(it, least) == 0).toList();
    int at = random.applyAsInt(equals.stream().mapToInt(it -> it.upstream().weight()).sum());
    for (Candidate candidate : equals) {
      at -= candidate.upstream().weight();
      if (at < 0) {
        return candidate;
      }
    }
    return equals.getLast();
  }

  private Pick lastResort(Sorted sorted, long now) {
    Optional<Candidate> nearest =
        sorted.resting.stream()
            .min((a, b) -> Long.signum(a.breaker().until() - b.breaker().until()));
    if (nearest.isPresent()) {
      return nearest
          .get()
          .state()
          .enter()
          .<Pick>map(place -> take(nearest.get(), place))
          .orElseGet(Pick.Busy::new);
    }
    if (sorted.waiting) {
      return new Pick.Limited(Duration.ofNanos(Math.max(0, sorted.wait - now)));
    }
    return sorted.refused ? new Pick.Refused() : new Pick.Exhausted();
  }

  private Pick take(Candidate chosen, Limiter.Listener place) {
    return new Pick.Take(
        new Turn(
            chosen.upstream(),
            chosen.state(),
            chosen.breaker(),
            chosen.credential(),
            place,
            health.nanoTime()));
  }
}
