package io.posthouse.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryRateLimiterTest {

  private final RateLimiter limiter =
      new MemoryRateLimiter(new PublishedLimit(100, 10, 1), InstantSource.system());

  private Admission admit(String key) {
    return limiter.admit(key, "r").toCompletableFuture().join();
  }

  private Standing standing(String key) {
    return limiter.standing(key).toCompletableFuture().join();
  }

  @Test
  void neverLetsMoreRunThanThePublishedNumber() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ConcurrentLinkedQueue<Admission.Cause> causes = new ConcurrentLinkedQueue<>();
    Callable<Void> caller =
        () -> {
          switch (admit("k")) {
            case Admission.Admitted admitted -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              running.decrementAndGet();
              admitted.permit().release();
              admitted.permit().release();
            }
            case Admission.Refused refused -> causes.add(refused.cause());
          }
          return null;
        };
    try (var threads = Executors.newFixedThreadPool(32)) {
      threads.invokeAll(IntStream.range(0, 2000).mapToObj(i -> caller).toList());
    }

    assertThat(most.get()).isLessThanOrEqualTo(10);
    assertThat(standing("k").runningCalls()).isZero();
    assertThat(causes).contains(Admission.Cause.REQUESTS_PER_MINUTE);
  }

  @Test
  void givesTheSameLimitToEveryKey() {
    for (String key : List.of("a", "b")) {
      int admitted = 0;
      while (admit(key) instanceof Admission.Admitted place) {
        place.permit().release();
        admitted++;
      }
      assertThat(admitted).isBetween(100, 103);
      assertThat(standing(key).last().cause()).isEqualTo(Admission.Cause.REQUESTS_PER_MINUTE);
    }
  }

  @Test
  void takesNoRequestFromTheMinuteForACallThatMayNotRun() {
    for (int i = 0; i < 10; i++) {
      assertThat(admit("k")).isInstanceOf(Admission.Admitted.class);
    }
    long left = standing("k").remainingRequests();

    Admission eleventh = admit("k");

    assertThat(eleventh).isEqualTo(new Admission.Refused(Admission.Cause.CONCURRENT_CALLS, 1));
    assertThat(standing("k").remainingRequests()).isGreaterThanOrEqualTo(left);
    assertThat(standing("k").runningCalls()).isEqualTo(10);
  }
}
