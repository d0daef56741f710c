package io.posthouse.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.posthouse.testing.RealRedis;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisRateLimiterIT {

  private static final PublishedLimit LIMIT = new PublishedLimit(100, 10, 1);

  private static RealRedis redis;

  private final List<RedisClient> clients = new ArrayList<>();
  private final String key = UUID.randomUUID().toString();

  @BeforeAll
  static void startRedis() {
    redis = RealRedis.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @AfterEach
  void closeGateways() {
    clients.forEach(RedisClient::shutdown);
  }

  private RateLimiter gateway(InstantSource time) {
    RedisClient client = RedisClient.create(redis.url());
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .build());
    clients.add(client);
    return new RedisRateLimiter(
        LIMIT,
        client.connect(ByteArrayCodec.INSTANCE),
        time,
        new MemoryRateLimiter(LIMIT, InstantSource.system()));
  }

  private RateLimiter gateway() {
    return gateway(InstantSource.system());
  }

  private Admission admit(RateLimiter gateway) {
    return gateway.admit(key, UUID.randomUUID().toString()).toCompletableFuture().join();
  }

  private Standing standing(RateLimiter gateway) {
    return gateway.standing(key).toCompletableFuture().join();
  }

  @Test
  void twoGatewaysLetNoMoreRunThanThePublishedNumber() throws Exception {
    List<RateLimiter> gateways = List.of(gateway(), gateway());
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger turn = new AtomicInteger();
    Callable<Void> caller =
        () -> {
          if (admit(gateways.get(turn.getAndIncrement() % 2)) instanceof Admission.Admitted place) {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            running.decrementAndGet();
            place.permit().release();
          }
          return null;
        };

    try (var threads = Executors.newFixedThreadPool(32)) {
      threads.invokeAll(IntStream.range(0, 400).mapToObj(i -> caller).toList());
    }

    assertThat(most.get()).isBetween(1, 10);
    await().untilAsserted(() -> assertThat(standing(gateways.getFirst()).runningCalls()).isZero());
  }

  @Test
  void twoGatewaysGiveAKeyOneMinutesRequestsTogether() {
    List<RateLimiter> gateways = List.of(gateway(), gateway());
    int admitted = 0;
    Admission refused = null;

    for (int i = 0; refused == null && i < 300; i++) {
      Admission admission = admit(gateways.get(i % 2));
      if (admission instanceof Admission.Admitted place) {
        admitted++;
        place.permit().release();
      } else if (admission instanceof Admission.Refused(Admission.Cause cause, int seconds)
          && cause == Admission.Cause.REQUESTS_PER_MINUTE) {
        refused = admission;
        assertThat(seconds).isBetween(1, 60);
      }
    }

    assertThat(refused).isNotNull();
    assertThat(admitted).isBetween(100, 110);
  }

  @Test
  void placesOfAKilledGatewayFallOutAfterTwentyMinutes() {
    Instant start = Instant.parse("2026-11-23T08:00:00Z");
    RateLimiter killed = gateway(InstantSource.fixed(start));
    for (int i = 0; i < 10; i++) {
      assertThat(admit(killed)).isInstanceOf(Admission.Admitted.class);
    }

    assertThat(admit(gateway(InstantSource.fixed(start.plusSeconds(19 * 60)))))
        .isEqualTo(new Admission.Refused(Admission.Cause.CONCURRENT_CALLS, 1));
    assertThat(admit(gateway(InstantSource.fixed(start.plusSeconds(21 * 60)))))
        .isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void countsAloneWhileRedisIsAwayAndInRedisAgainAfterwards() {
    RateLimiter gateway = gateway();
    for (int i = 0; i < 10; i++) {
      assertThat(admit(gateway)).isInstanceOf(Admission.Admitted.class);
    }
    assertThat(admit(gateway)).isInstanceOf(Admission.Refused.class);

    redis.close();
    try {
      assertThat(admit(gateway)).isInstanceOf(Admission.Admitted.class);
      assertThat(standing(gateway).runningCalls()).as("counted here alone").isEqualTo(1);
    } finally {
      redis.resume();
    }

    await()
        .untilAsserted(
            () -> assertThat(standing(gateway).runningCalls()).as("an empty Redis again").isZero());
    assertThat(admit(gateway)).isInstanceOf(Admission.Admitted.class);
    assertThat(standing(gateway()).runningCalls()).as("seen by another gateway").isEqualTo(1);
  }
}
