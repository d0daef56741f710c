package io.posthouse.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.relay.protocol.Provider;
import io.posthouse.transport.Egress;
import io.posthouse.transport.Origin;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UpstreamSelectorTest {

  private final AtomicLong nanos = new AtomicLong();
  private final UpstreamHealth health = new UpstreamHealth(nanos::get);
  private final Random random = new Random(1);
  private final UpstreamSelector selector = new UpstreamSelector(health, random::nextInt);

  private static Upstream upstream(String name, int priority, int weight) {
    return new Upstream(
        name,
        1,
        Provider.OPENAI,
        new Origin(true, "x", 443, Origin.TLS_1_3, Egress.DIRECT),
        "",
        List.of("c"),
        Map.of("m", "m"),
        priority,
        weight,
        true,
        null);
  }

  private final Upstream first = upstream("first", 0, 1);
  private final Upstream second = upstream("second", 1, 1);

  private Pick next(Upstream... all) {
    return selector.next(List.of(all), Set.of());
  }

  private void pass(long seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void takesTheSmallestPriorityAndNeverTheSameTwice() {
    assertThat(next(second, first)).isEqualTo(new Pick.Take(first));
    assertThat(selector.next(List.of(first, second), Set.of("first")))
        .isEqualTo(new Pick.Take(second));
    assertThat(selector.next(List.of(first, second), Set.of("first", "second")))
        .isEqualTo(new Pick.Exhausted());
  }

  @Test
  void sharesAmongEqualsByWeight() {
    // Given
    Upstream heavy = upstream("heavy", 0, 900);
    Upstream light = upstream("light", 0, 100);
    Map<String, Integer> counts = new HashMap<>();

    // When
    for (int i = 0; i < 10_000; i++) {
      counts.merge(((Pick.Take) next(heavy, light)).upstream().name(), 1, Integer::sum);
    }

    // Then
    assertThat(counts.get("light")).isBetween(800, 1200);
  }

  @Test
  void anUpstreamThatFailedRestsTenSecondsGrowingToSixty() {
    // When // Then
    for (int rest : new int[] {10, 20, 40, 60, 60}) {
      health.failed(first);
      pass(rest - 1);
      assertThat(next(first, second)).as("rest of %s s", rest).isEqualTo(new Pick.Take(second));
      pass(1);
      assertThat(next(first, second)).isEqualTo(new Pick.Take(first));
    }
    health.succeeded(first);
    health.failed(first);
    pass(10);
    assertThat(next(first, second)).isEqualTo(new Pick.Take(first));
  }

  @Test
  void theOneWhoseRestEndsFirstIsTriedRatherThanNone() {
    // Given
    health.failed(first);
    pass(3);
    health.failed(second);

    // When // Then
    assertThat(next(first, second)).isEqualTo(new Pick.Take(first));
  }

  @Test
  void aPauseThatWasAskedForAndADeadCredentialRefuse() {
    // Given
    health.limited(first, Duration.ofSeconds(7));
    health.credentialRefused(second);
    pass(2);

    // When // Then
    assertThat(next(first, second)).isEqualTo(new Pick.Limited(Duration.ofSeconds(5)));
    assertThat(next(second)).isEqualTo(new Pick.Refused());
  }
}
