package io.posthouse.benchmark.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The load generator against the upstream, with nothing between. */
class LoadTest {

  private static Requests requests(Shape shape) {
    return Requests.of("any", shape, Requests.prompt(1024, shape != Shape.WHOLE, true));
  }

  @ParameterizedTest
  @EnumSource(names = {"WHOLE", "STREAM"})
  void answersComeOneAfterAnother(Shape shape) {
    try (MockUpstream upstream = new MockUpstream();
        Load load = new Load(upstream.port(), 4, requests(shape), false)) {
      await().until(() -> load.answers() >= 20);
      load.check();
      assertThat(load.bytes() / load.answers()).isGreaterThan(500);
    }
  }

  @Test
  void aStreamHasTheChunksItIsCountedFor() {
    Rendered rendered = Rendered.CHAT;

    int chunks = rendered.opening().size() + rendered.pieces() + rendered.ending().size() - 1;

    assertThat(chunks).isEqualTo(Shape.CHUNKS);
    assertThat(Rendered.MESSAGES.whole().length).isBetween(850, 1000);
  }

  @Test
  void slowStreamsTellTheirDelayAndEndWithTheirReader() {
    try (MockUpstream upstream = new MockUpstream()) {
      // When
      try (Load load = new Load(upstream.port(), 10, requests(Shape.SLOW_50), true)) {
        await().until(() -> upstream.slowChunks() > 200);
        load.check();

        // Then
        assertThat(upstream.slowOpen()).isEqualTo(10);
        assertThat(load.delays().quantile(0.5)).isPositive().isLessThan(1000);
      }
      await().until(() -> upstream.slowOpen() == 0);
    }
  }

  @Test
  void promptsAreAsLongAsTheyShouldBe() {
    assertThat(Stream.of(1024, 100 * 1024, 1 << 20))
        .allSatisfy(
            bytes ->
                assertThat(Requests.prompt(bytes, false, false).length())
                    .isBetween(bytes - 200, bytes + 200));
  }
}
