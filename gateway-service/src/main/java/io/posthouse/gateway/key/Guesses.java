package io.posthouse.gateway.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Counts bad keys per network address (resilience.md A3). An address has a budget that refills
 * evenly; when it is used up, keys from there that are not known yet are refused unasked. Known
 * keys are not touched by it: many people share an address. IPv6 addresses count by their /64.
 */
public final class Guesses {

  private static final int ADDRESSES = 100_000;

  private final long nanosPerGuess;
  private final long burstNanos;
  private final LongSupplier nanos;
  private final Cache<Integer, AtomicLong> emptyUntil;

  /**
   * @param perMinute how many bad keys an address may present in a minute, and at once
   * @param nanos monotonic time
   */
  public Guesses(int perMinute, LongSupplier nanos) {
    this.nanosPerGuess = Duration.ofMinutes(1).toNanos() / perMinute;
    this.burstNanos = nanosPerGuess * perMinute;
    this.nanos = nanos;
    this.emptyUntil =
        Caffeine.newBuilder()
            .maximumSize(ADDRESSES)
            .expireAfterAccess(Duration.ofMinutes(2))
            .build();
  }

  /** Whether an address has used up its budget. */
  public boolean isExhausted(InetAddress from) {
    AtomicLong level = emptyUntil.getIfPresent(group(from));
    return level != null && level.get() - nanos.getAsLong() > burstNanos - nanosPerGuess;
  }

  /** Counts one bad key. */
  public void count(InetAddress from) {
    long now = nanos.getAsLong();
    AtomicLong level = emptyUntil.get(group(from), address -> new AtomicLong(now));
    level.updateAndGet(until -> Math.min(Math.max(until, now) + nanosPerGuess, now + burstNanos));
  }

  private static int group(InetAddress from) {
    byte[] bytes = from.getAddress();
    return Arrays.hashCode(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes);
  }
}
