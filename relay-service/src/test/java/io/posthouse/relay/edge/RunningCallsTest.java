package io.posthouse.relay.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunningCallsTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private final RunningCalls calls = new RunningCalls();

  @Test
  void nobodyIsWaitedForWhereNobodyIs() {
    calls.begin();
    calls.end();

    calls.awaitNone(LONG);

    assertThat(calls.count()).isZero();
  }

  @Test
  void theWaitingEndsWithTheLastCall() throws Exception {
    // Given
    calls.begin();
    calls.begin();
    var waiting = CompletableFuture.runAsync(() -> calls.awaitNone(LONG));

    // When
    calls.end();
    boolean early = waiting.isDone();
    calls.end();
    waiting.get(10, TimeUnit.SECONDS);

    // Then
    assertThat(early).isFalse();
    assertThat(calls.count()).isZero();
  }

  @Test
  void aCallThatDoesNotEndIsWaitedForNoLongerThanThat() {
    calls.begin();

    calls.awaitNone(Duration.ofMillis(10));

    assertThat(calls.count()).isEqualTo(1);
  }
}
