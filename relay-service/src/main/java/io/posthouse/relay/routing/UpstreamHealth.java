package io.posthouse.relay.routing;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What this process has learned of every upstream. A changed upstream begins anew. Thread-safe; on
 * the monotonic clock.
 */
public final class UpstreamHealth {

  private record Id(String name, long version) {}

  private final Map<Id, UpstreamState> states = new ConcurrentHashMap<>();
  private final int initialConcurrency;
  private final LongSupplier nanoTime;

  /**
   * On the clock of {@link System#nanoTime}.
   *
   * @param initialConcurrency how many calls at once each upstream may have at first
   */
  public UpstreamHealth(int initialConcurrency) {
    this(initialConcurrency, System::nanoTime);
  }

  UpstreamHealth(int initialConcurrency, LongSupplier nanoTime) {
    this.initialConcurrency = initialConcurrency;
    this.nanoTime = nanoTime;
  }

  UpstreamState of(Upstream upstream) {
    return states.computeIfAbsent(
        id(upstream), it -> new UpstreamState(upstream, initialConcurrency, nanoTime.getAsLong()));
  }

  /** Forgets all that are not in the table any more. */
  public void keepOnly(RoutingTable table) {
    Set<Id> known = table.upstreams().stream().map(UpstreamHealth::id).collect(Collectors.toSet());
    states.keySet().retainAll(known);
  }

  /** The last model that an upstream named though it was asked for another; null when none. */
  public @Nullable String otherModel(String name) {
    return states.entrySet().stream()
        .filter(it -> it.getKey().name().equals(name))
        .map(it -> it.getValue().otherModel())
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  LongSupplier nanoTime() {
    return nanoTime;
  }

  /**
   * Which of its credentials an upstream should be asked with: one that is out; the first, when
   * nobody has called it for a minute; -1 when it need not be asked.
   */
  public int toCheck(Upstream upstream) {
    UpstreamState state = of(upstream);
    int dead = state.credentials().firstDead();
    if (dead >= 0) {
      return dead;
    }
    long now = nanoTime.getAsLong();
    return state.isIdle(now) ? 0 : -1;
  }

  /**
   * What a probe told.
   *
   * @param place of the credential that was used
   */
  public void learn(Upstream upstream, int place, UpstreamProbe.Outcome outcome) {
    UpstreamState state = of(upstream);
    long now = nanoTime.getAsLong();
    state.heardOf(now);
    switch (outcome) {
      case TAKEN -> state.credentials().revived(place);
      case REFUSED -> state.credentials().refused(place);
      case UNWELL -> {
        // Not a word about any model.
      }
      case UNREACHABLE -> state.unreachable(now);
    }
  }

  private static Id id(Upstream upstream) {
    return new Id(upstream.name(), upstream.version());
  }
}
