package io.posthouse.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderCallsTest {

  private final ProviderCalls calls = new ProviderCalls();
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void stop() {
    gate.countDown();
    calls.destroy();
  }

  @Test
  void runsOnThreadsOfItsOwnAndOutlivesACallThatFails() {
    // Given
    Set<String> threads = ConcurrentHashMap.newKeySet();
    calls.hand(
        "one",
        () -> {
          throw new IllegalStateException("expected by the test");
        });

    // When
    calls.hand("one", () -> threads.add(Thread.currentThread().getName()));

    // Then
    await().until(() -> !threads.isEmpty());
    assertThat(threads).allMatch(name -> name.startsWith("payment-"));
    await().until(() -> calls.room("one") == 400);
  }

  @Test
  void aProviderThatHangsHasEightCallsAtMostAndHoldsUpNoOther() {
    // Given
    AtomicInteger running = new AtomicInteger();
    AtomicInteger others = new AtomicInteger();
    for (int i = 0; i < 20; i++) {
      calls.hand("hangs", () -> hang(running));
    }

    // When
    calls.hand("other", others::incrementAndGet);

    // Then
    await().until(() -> others.get() == 1 && running.get() == 8);
    assertThat(calls.room("hangs")).isEqualTo(380);
  }

  @Test
  void aFullLineDropsWhatIsHandedOver() {
    // Given
    AtomicInteger running = new AtomicInteger();
    for (int i = 0; i < 400; i++) {
      calls.hand("hangs", () -> hang(running));
    }
    AtomicInteger dropped = new AtomicInteger();

    // When
    calls.hand("hangs", dropped::incrementAndGet);
    int room = calls.room("hangs");
    gate.countDown();

    // Then
    assertThat(room).isZero();
    await().until(() -> running.get() == 400);
    assertThat(dropped).hasValue(0);
  }

  private void hang(AtomicInteger running) {
    running.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
