package io.posthouse.relay.routing;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which upstreams rest. One that failed rests 10 s, doubled with each further failure up to 60 s; a
 * success ends it. Thread-safe; on the monotonic clock.
 */
public final class UpstreamHealth {

  private static final long FIRST = Duration.ofSeconds(10).toNanos();
  private static final long LONGEST = Duration.ofSeconds(60).toNanos();

  private record Id(String name, long version) {}

  private final Map<Id, Rest> rests = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  /** On the clock of {@link System#nanoTime}. */
  public UpstreamHealth() {
    this(System::nanoTime);
  }

  UpstreamHealth(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** It answered. */
  public void succeeded(Upstream upstream) {
    rests.remove(id(upstream));
  }

  /** It did not answer, or said that it failed. */
  public void failed(Upstream upstream) {
    rest(upstream, Rest.Reason.ERROR, null);
  }

  /**
   * It said that we are too fast.
   *
   * @param retryAfter what it asked for; null when it did not say
   */
  public void limited(Upstream upstream, @Nullable Duration retryAfter) {
    rest(upstream, retryAfter == null ? Rest.Reason.ERROR : Rest.Reason.LIMITED, retryAfter);
  }

  /** It does not take our credential, or our account has no money there. */
  public void credentialRefused(Upstream upstream) {
    rest(upstream, Rest.Reason.CREDENTIAL, null);
  }

  private void rest(Upstream upstream, Rest.Reason reason, @Nullable Duration asked) {
    long now = nanoTime.getAsLong();
    rests.compute(
        id(upstream),
        (it, before) -> {
          int failures = before == null ? 1 : before.failures() + 1;
          long grown = Math.min(LONGEST, FIRST << Math.min(failures - 1, 3));
          long length = asked == null ? grown : asked.toNanos();
          return new Rest(reason, now + length, failures);
        });
  }

  /** Why and until when it rests; null when it may be used. */
  @Nullable Rest rest(Upstream upstream) {
    Rest rest = rests.get(id(upstream));
    return rest == null || rest.isOver(nanoTime.getAsLong()) ? null : rest;
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  private static Id id(Upstream upstream) {
    return new Id(upstream.name(), upstream.version());
  }
}
