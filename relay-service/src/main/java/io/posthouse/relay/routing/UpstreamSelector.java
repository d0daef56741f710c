package io.posthouse.relay.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Picks the next upstream of a call (protocols.md 3.3). Smallest priority first; among equals by
 * weight at random. Resting ones are passed over; when only resting ones are left, the failed one
 * whose rest ends first is tried rather than the call refused, but never one that asked us to wait
 * or refuses our credential.
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

  /**
   * The next one.
   *
   * @param candidates of the call's channel
   * @param tried names that this call has tried
   */
  public Pick next(List<Upstream> candidates, Set<String> tried) {
    List<Upstream> awake = new ArrayList<>();
    Upstream nearest = null;
    Rest nearestRest = null;
    Rest shortestWait = null;
    boolean left = false;
    for (Upstream upstream : candidates) {
      if (tried.contains(upstream.name())) {
        continue;
      }
      left = true;
      Rest rest = health.rest(upstream);
      if (rest == null) {
        awake.add(upstream);
      } else if (rest.reason() == Rest.Reason.ERROR && sooner(rest, nearestRest)) {
        nearest = upstream;
        nearestRest = rest;
      } else if (rest.reason() == Rest.Reason.LIMITED && sooner(rest, shortestWait)) {
        shortestWait = rest;
      }
    }
    if (!awake.isEmpty()) {
      return new Pick.Take(weighted(awake));
    }
    if (nearest != null) {
      return new Pick.Take(nearest);
    }
    if (shortestWait != null) {
      return new Pick.Limited(
          Duration.ofNanos(Math.max(0, shortestWait.untilNanos() - health.nanoTime())));
    }
    return left ? new Pick.Refused() : new Pick.Exhausted();
  }

  private static boolean sooner(Rest rest, @Nullable Rest than) {
    return than == null || rest.untilNanos() - than.untilNanos() < 0;
  }

  private Upstream weighted(List<Upstream> awake) {
    int first =
        awake.stream().min(Comparator.comparingInt(Upstream::priority)).orElseThrow().priority();
    List<Upstream> equals = awake.stream().filter(it -> it.priority() == first).toList();
    int total = equals.stream().mapToInt(Upstream::weight).sum();
    int at = random.applyAsInt(total);
    for (Upstream upstream : equals) {
      at -= upstream.weight();
      if (at < 0) {
        return upstream;
      }
    }
    return equals.getLast();
  }
}
