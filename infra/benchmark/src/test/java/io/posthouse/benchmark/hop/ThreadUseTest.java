package io.posthouse.benchmark.hop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadUseTest {

  @Test
  void tellsWhatWasUsedSinceByThreadAndUnit() {
    // Given
    ThreadUse before = new ThreadUse(Map.of("relay-1-1", 1_000L));
    ThreadUse after = new ThreadUse(Map.of("relay-1-1", 5_000L, "spool-writer", 1_500L));

    // When
    ThreadUse used = after.since(before);

    // Then
    assertThat(used.perUnit(100)).isEqualTo("relay-1-1 40.00, spool-writer 15.00");
    assertThat(used.plus(used).perUnit(200)).isEqualTo(used.perUnit(100));
  }

  @Test
  void compilersAreKnownByTheirNames() {
    ThreadUse used =
        new ThreadUse(Map.of("C2 CompilerThre", 20L, "C1 CompilerThre", 5L, "relay-1-1", 75L));

    assertThat(used.compiling()).isEqualTo(0.25);
    assertThat(ThreadUse.NONE.compiling()).isZero();
  }

  @Test
  void readsThisProcess() {
    assertThat(ThreadUse.of(ProcessHandle.current().pid()).micros()).isNotEmpty();
  }
}
