package io.posthouse.relay.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalLeaseTest {

  @Test
  void reservesOnlyWhatIsFreeWhileItIsValid() {
    // Given
    LocalLease lease = new LocalLease("l", 1, 0);
    lease.granted(100);
    lease.validUntil(50);

    // When // Then
    assertThat(lease.tryReserve(101, 0)).isFalse();
    assertThat(lease.tryReserve(100, 49)).isTrue();
    assertThat(lease.tryReserve(1, 49)).isFalse();
    lease.settle(100, 30);
    assertThat(lease.free()).isEqualTo(70);
    assertThat(lease.tryReserve(1, 50)).isFalse();
    lease.end();
    assertThat(lease.tryReserve(1, 0)).isFalse();
  }

  /** I5 on the node, by a model that knows nothing but sums. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void isTheSumOfItsPartsAfterEveryStep(long seed) {
    Random random = new Random(seed);
    LocalLease lease = new LocalLease("l", 1, 0);
    lease.validUntil(Long.MAX_VALUE);
    List<Long> open = new ArrayList<>();
    long granted = 0;
    for (int step = 0; step < 5_000; step++) {
      switch (random.nextInt(5)) {
        case 0 -> {
          long more = random.nextInt(1_000);
          lease.granted(more);
          granted += more;
        }
        case 1, 2 -> {
          long amount = 1L + random.nextInt(300);
          boolean fits = amount <= lease.free();
          assertThat(lease.tryReserve(amount, 0)).isEqualTo(fits);
          if (fits) {
            open.add(amount);
          }
        }
        case 3 -> {
          if (!open.isEmpty()) {
            long amount = open.remove(random.nextInt(open.size()));
            lease.settle(amount, random.nextLong(amount + 1));
          }
        }
        default -> {
          if (random.nextInt(10) == 0) {
            lease.giveBack();
            assertThat(lease.free()).isZero();
          }
        }
      }
      assertThat(lease.reserved()).isEqualTo(open.stream().mapToLong(it -> it).sum());
      assertThat(lease.free() + lease.reserved() + lease.spent() + lease.returned())
          .isEqualTo(granted);
    }
  }

  @RepeatedTest(5)
  void neverGivesMoreThanItWasGivenToManyThreads() throws Exception {
    // Given
    LocalLease lease = new LocalLease("l", 1, 0);
    lease.validUntil(Long.MAX_VALUE);
    lease.granted(100_000);
    AtomicLong spent = new AtomicLong();
    AtomicLong most = new AtomicLong();

    // When: reservations, settlements and recalls interleave
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Random random = new Random(i);
        done.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < 20_000; n++) {
                    long amount = 1L + random.nextInt(50);
                    if (lease.tryReserve(amount, 0)) {
                      long cost = random.nextLong(amount + 1);
                      spent.addAndGet(cost);
                      lease.settle(amount, cost);
                    }
                    if (n % 1_000 == 999) {
                      lease.giveBack();
                      long returned = lease.returned();
                      most.accumulateAndGet(returned, Math::max);
                      lease.granted(10);
                    }
                  }
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }

    // Then
    assertThat(lease.reserved()).isZero();
    assertThat(lease.spent()).isEqualTo(spent.get());
    assertThat(lease.free()).isNotNegative();
    assertThat(lease.free() + lease.spent() + lease.returned()).isEqualTo(100_000 + 8 * 20 * 10);
    assertThat(most.get()).isLessThanOrEqualTo(lease.returned());
  }
}
