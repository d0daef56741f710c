package io.posthouse.relay.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which upstream a conversation goes to, so that its provider's prompt cache is hit (protocols.md,
 * section 5, "Stickiness"). Kept as long as the provider keeps the prompt: five minutes, or an hour
 * when it was asked to. In memory, bounded, per process: forgetting costs a cache miss and nothing
 * else. Thread-safe.
 */
public final class Sessions {

  private static final long MOST = 200_000;
  private static final Duration SHORT = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofHours(1);

  /**
   * A conversation's place.
   *
   * @param input all tokens that the last turn sent: what the upstream has seen of it
   * @param kept1h whether its provider keeps it for an hour
   */
  public record Stay(String upstream, long input, boolean kept1h) {}

  private final Cache<SessionKey, Stay> stays;

  /** On the system's monotonic clock. */
  public Sessions() {
    this(Ticker.systemTicker());
  }

  Sessions(Ticker ticker) {
    this.stays =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .ticker(ticker)
            .executor(Runnable::run)
            .expireAfter(
                Expiry.writing((SessionKey key, Stay stay) -> stay.kept1h() ? LONG : SHORT))
            .build();
  }

  /** Where a conversation is; null when nobody knows. */
  public @Nullable Stay of(SessionKey key) {
    return stays.getIfPresent(key);
  }

  /** A turn of it was answered. */
  public void stays(SessionKey key, Stay stay) {
    stays.put(key, stay);
  }

  /** It need not stay where it is. */
  public void leaves(SessionKey key, String upstream) {
    stays
        .asMap()
        .computeIfPresent(key, (it, stay) -> stay.upstream().equals(upstream) ? null : stay);
  }
}
