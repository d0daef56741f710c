package io.posthouse.relay.routing;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What this process has learned of one upstream: its credentials, a breaker for each model, and how
 * much at once it takes. Thread-safe.
 *
 * <p>The concurrency limit falls by a tenth with each answer that says "too much" (429, 503, 529)
 * and grows by one while at least half of it is in use. How long an answer takes says nothing here:
 * it is the length of the text.
 */
final class UpstreamState {

  private static final double BACKOFF = 0.9;
  private static final int LEAST = 4;
  private static final long NEVER_SLOW_HOURS = 24;
  private static final long IDLE = Duration.ofMinutes(1).toNanos();

  private final CredentialPool credentials;
  private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();
  private final Limiter<Void> limiter;
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean streamOptions = true;
  private volatile @Nullable String otherModel;
  private volatile long lastHeard;

  UpstreamState(Upstream upstream, int initialConcurrency, long now) {
    this.lastHeard = now;
    this.credentials = new CredentialPool(upstream.credentials());
    this.limiter =
        SimpleLimiter.newBuilder()
            .limit(
                AIMDLimit.newBuilder()
                    .initialLimit(initialConcurrency)
                    .minLimit(Math.min(LEAST, initialConcurrency))
                    .maxLimit(Math.max(initialConcurrency, 16 * 1024))
                    .backoffRatio(BACKOFF)
                    .timeout(NEVER_SLOW_HOURS, TimeUnit.HOURS)
                    .build())
            .build();
  }

  boolean knowsStreamOptions() {
    return streamOptions;
  }

  void refusesStreamOptions() {
    streamOptions = false;
  }

  /** The last model it named that it was not asked for; null when it never did. */
  @Nullable String otherModel() {
    return otherModel;
  }

  void answeredWithAnother(String model) {
    otherModel = model;
  }

  CredentialPool credentials() {
    return credentials;
  }

  Breaker breaker(String model) {
    return breakers.computeIfAbsent(model, it -> new Breaker());
  }

  /** Whether nothing was heard of it for a minute. */
  boolean isIdle(long now) {
    return now - lastHeard > IDLE;
  }

  void heardOf(long now) {
    lastHeard = now;
  }

  /** It cannot be reached, whatever the model. */
  void unreachable(long now) {
    breakers.values().forEach(breaker -> breaker.failed(now));
  }

  int running() {
    return running.get();
  }

  /** A place for one call; empty when it is full. */
  Optional<Limiter.Listener> enter() {
    @SuppressWarnings("NullAway") // The limiter takes no context.
    Optional<Limiter.Listener> place = limiter.acquire(null);
    if (place.isPresent()) {
      running.incrementAndGet();
    }
    return place;
  }

  void left() {
    running.decrementAndGet();
  }
}
