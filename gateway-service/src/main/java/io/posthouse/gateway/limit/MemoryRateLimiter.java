package io.posthouse.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts in this process. The answer is there at once. */
public final class MemoryRateLimiter implements RateLimiter {

  private static final int MOST_KEYS = 200_000;

  private final PublishedLimit limit;
  private final InstantSource time;
  private final Cache<String, Use> uses =
      Caffeine.newBuilder().maximumSize(MOST_KEYS).expireAfterAccess(Duration.ofHours(1)).build();

  /** What a key uses. */
  private static final class Use {

    private final Bucket requests;
    private final AtomicInteger running = new AtomicInteger();
    private volatile Standing.@Nullable LastRefusal last;

    Use(PublishedLimit limit) {
      requests =
          Bucket.builder()
              .addLimit(
                  bandwidth ->
                      bandwidth
                          .capacity(limit.requestsPerMinute())
                          .refillGreedy(limit.requestsPerMinute(), Duration.ofMinutes(1)))
              .build();
    }
  }

  /**
   * @param realTime for what {@code GET /v1/limits} tells; the counters use monotonic time
   */
  public MemoryRateLimiter(PublishedLimit limit, InstantSource realTime) {
    this.limit = limit;
    this.time = realTime;
  }

  @Override
  public CompletionStage<Admission> admit(String keyId, String requestId) {
    return CompletableFuture.completedFuture(admit(use(keyId)));
  }

  private Admission admit(Use use) {
    if (use.running.incrementAndGet() > limit.concurrentCalls()) {
      use.running.decrementAndGet();
      return refuse(use, Admission.Cause.CONCURRENT_CALLS, 1);
    }
    ConsumptionProbe probe = use.requests.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      use.running.decrementAndGet();
      return refuse(
          use, Admission.Cause.REQUESTS_PER_MINUTE, seconds(probe.getNanosToWaitForRefill()));
    }
    return new Admission.Admitted(new Permit(use.running::decrementAndGet));
  }

  private Admission refuse(Use use, Admission.Cause cause, int seconds) {
    use.last = new Standing.LastRefusal(cause, time.instant(), seconds);
    return new Admission.Refused(cause, seconds);
  }

  /** Whole seconds, at least 1. */
  static int seconds(long nanos) {
    return (int) Math.max(1, Math.ceilDiv(nanos, 1_000_000_000L));
  }

  @Override
  public CompletionStage<Standing> standing(String keyId) {
    Use use = use(keyId);
    return CompletableFuture.completedFuture(
        new Standing(use.requests.getAvailableTokens(), use.running.get(), use.last));
  }

  private Use use(String keyId) {
    return uses.get(keyId, id -> new Use(limit));
  }
}
