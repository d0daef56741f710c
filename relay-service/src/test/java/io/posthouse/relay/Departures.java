package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthouse.relay.RelayFixture.TestCaller;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Clients that leave a stream after its third delta, again and again, and what becomes of each
 * (T22): 40 times, 1,000 times in the soak profile. Not thread-safe, but for the upstream's side.
 */
final class Departures {

  static final int RUNS = Boolean.getBoolean("posthouse.soak") ? 1000 : 40;

  /** What the client has read when it leaves. */
  static final String LAST_READ = "3rd";

  private final Queue<Boolean> cancelled = new ConcurrentLinkedQueue<>();
  private final List<TestCaller> callers = new ArrayList<>();
  private long slowest;

  /** Reads until {@link #LAST_READ} and goes. */
  interface Leaving {
    TestCaller leave() throws IOException;
  }

  /** The upstream, which notes whether it was cancelled. */
  FakeUpstream.Script upstream() {
    return it -> {
      it.streamHead();
      it.chunk(
          Wire.MESSAGES.prelude(5)
              + Wire.MESSAGES.content("one")
              + Wire.MESSAGES.content("two")
              + Wire.MESSAGES.content(LAST_READ));
      cancelled.add(it.awaitClosed(5000));
    };
  }

  /** One client leaves, and the upstream has noticed. */
  void once(Leaving client) throws IOException {
    callers.add(client.leave());
    long left = System.nanoTime();
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(5))
        .until(() -> cancelled.size() == callers.size());
    slowest = Math.max(slowest, System.nanoTime() - left);
  }

  /** Every upstream was cancelled within a second, and every call is billed once, in part. */
  void check(Function<TestCaller, JsonNode> usageOf) {
    assertThat(cancelled).hasSize(callers.size()).doesNotContain(false);
    assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(1));
    for (TestCaller caller : callers) {
      JsonNode event = usageOf.apply(caller);
      assertThat(event.path("end").asString()).isEqualTo("client_abort");
      assertThat(event.path("usageSource").asString()).isEqualTo("partial");
      assertThat(event.path("tokens").path("output").asInt()).isPositive();
    }
  }
}
