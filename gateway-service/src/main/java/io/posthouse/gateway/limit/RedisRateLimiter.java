package io.posthouse.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Counts in Redis, for several gateways at once.
 *
 * <p>The running calls of a key are a sorted set of request ids with the time they began; one that
 * a gateway never gave back (it was killed) falls out after 20 minutes. When Redis does not answer
 * within half a second, this gateway counts for itself until it does.
 */
public final class RedisRateLimiter implements RateLimiter {

  private static final Logger log = LoggerFactory.getLogger(RedisRateLimiter.class);

  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Duration LONGEST_CALL = Duration.ofMinutes(20);

  /** Takes a place if one is free; answers how many run now, or -1. */
  private static final String TAKE =
      """
      redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
      local running = redis.call('ZCARD', KEYS[1])
      if running >= tonumber(ARGV[4]) then return -1 end
      redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
      redis.call('PEXPIRE', KEYS[1], ARGV[5])
      return running + 1
      """;

  private final PublishedLimit limit;
  private final InstantSource time;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final LettuceBasedProxyManager<byte[]> buckets;
  private final BucketConfiguration configuration;
  private final RateLimiter own;
  private final Cache<String, Standing.LastRefusal> last =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(Duration.ofHours(1)).build();

  /**
   * @param connection stays the caller's to close
   * @param own counts when Redis does not answer
   */
  public RedisRateLimiter(
      PublishedLimit limit,
      StatefulRedisConnection<byte[], byte[]> connection,
      InstantSource realTime,
      RateLimiter own) {
    this.limit = limit;
    this.time = realTime;
    this.connection = connection;
    this.own = own;
    this.buckets =
        Bucket4jLettuce.casBasedBuilder(connection)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                    Duration.ofMinutes(1)))
            .build();
    this.configuration =
        BucketConfiguration.builder()
            .addLimit(
                bandwidth ->
                    bandwidth
                        .capacity(limit.requestsPerMinute())
                        .refillGreedy(limit.requestsPerMinute(), Duration.ofMinutes(1)))
            .build();
  }

  @Override
  public CompletionStage<Admission> admit(String keyId, String requestId) {
    Map<String, String> trace = MDC.getCopyOfContextMap();
    return take(keyId, requestId)
        .thenCompose(
            running ->
                running < 0
                    ? CompletableFuture.completedFuture(
                        refuse(keyId, Admission.Cause.CONCURRENT_CALLS, 1))
                    : consume(keyId, requestId))
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (admission, failure) -> {
              if (failure != null) {
                giveBack(keyId, requestId);
              }
              return orOwn(admission, failure, trace, () -> own.admit(keyId, requestId));
            })
        .thenCompose(Function.identity());
  }

  private CompletableFuture<Long> take(String keyId, String requestId) {
    long now = time.millis();
    return commands()
        .<Long>eval(
            TAKE,
            ScriptOutputType.INTEGER,
            new byte[][] {bytes("posthouse:running:" + keyId)},
            bytes(requestId),
            bytes(Long.toString(now)),
            bytes(Long.toString(now - LONGEST_CALL.toMillis())),
            bytes(Integer.toString(limit.concurrentCalls())),
            bytes(Long.toString(LONGEST_CALL.toMillis())))
        .toCompletableFuture();
  }

  private CompletableFuture<Admission> consume(String keyId, String requestId) {
    return bucket(keyId)
        .tryConsumeAndReturnRemaining(1)
        .thenApply(
            probe -> {
              Permit permit = new Permit(() -> giveBack(keyId, requestId));
              if (probe.isConsumed()) {
                return new Admission.Admitted(permit);
              }
              permit.release();
              return refuse(keyId, Admission.Cause.REQUESTS_PER_MINUTE, wait(probe));
            });
  }

  private static int wait(ConsumptionProbe probe) {
    return MemoryRateLimiter.seconds(probe.getNanosToWaitForRefill());
  }

  private void giveBack(String keyId, String requestId) {
    commands()
        .zrem(bytes("posthouse:running:" + keyId), bytes(requestId))
        .exceptionally(
            failure -> {
              log.warn("the place of call {} was not given back in Redis; it expires", requestId);
              return 0L;
            });
  }

  private Admission refuse(String keyId, Admission.Cause cause, int seconds) {
    Instant now = time.instant();
    last.put(keyId, new Standing.LastRefusal(cause, now, seconds));
    return new Admission.Refused(cause, seconds);
  }

  @Override
  public CompletionStage<Standing> standing(String keyId) {
    Map<String, String> trace = MDC.getCopyOfContextMap();
    CompletableFuture<Long> running =
        commands().zcard(bytes("posthouse:running:" + keyId)).toCompletableFuture();
    return bucket(keyId)
        .getAvailableTokens()
        .thenCombine(
            running,
            (tokens, calls) -> new Standing(tokens, calls.intValue(), last.getIfPresent(keyId)))
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .handle((standing, failure) -> orOwn(standing, failure, trace, () -> own.standing(keyId)))
        .thenCompose(Function.identity());
  }

  /** Redis is heard on threads of its own, so the call's trace is brought there for the log. */
  private static <T> CompletionStage<T> orOwn(
      T answer,
      @Nullable Throwable failure,
      @Nullable Map<String, String> trace,
      Supplier<CompletionStage<T>> own) {
    if (failure == null) {
      return CompletableFuture.completedFuture(answer);
    }
    Map<String, String> before = MDC.getCopyOfContextMap();
    setTrace(trace);
    log.warn("Redis does not answer ({}); this gateway counts alone", failure.toString());
    setTrace(before);
    return own.get();
  }

  private static void setTrace(@Nullable Map<String, String> trace) {
    if (trace == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(trace);
    }
  }

  private AsyncBucketProxy bucket(String keyId) {
    return buckets
        .asAsync()
        .builder()
        .build(
            bytes("posthouse:requests:" + keyId),
            () -> CompletableFuture.completedFuture(configuration));
  }

  private RedisAsyncCommands<byte[], byte[]> commands() {
    return connection.async();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
