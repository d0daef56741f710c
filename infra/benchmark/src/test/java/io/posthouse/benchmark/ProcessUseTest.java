package io.posthouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessUseTest {

  @Test
  void readsTimesAndMemoryBehindANameOfAnyCharacters() {
    // Given
    String stat =
        "42 (a) name (x) S 1 42 42 0 -1 4194560 500 0 0 0 150 50 0 0 20 0 3 0 1000 9000000 25"
            + " 18446";

    // When
    ProcessUse use = ProcessUse.parse(stat);

    // Then
    assertThat(use).isEqualTo(new ProcessUse(2_000_000, 25 * 4096));
  }

  @Test
  void countsThisProcess() {
    // Given
    long self = ProcessHandle.current().pid();
    ProcessUse before = ProcessUse.of(List.of(self));

    // When
    long until = System.nanoTime() + 100_000_000;
    long spun = 0;
    while (System.nanoTime() - until < 0) {
      spun++;
    }

    // Then
    ProcessUse after = ProcessUse.of(List.of(self));
    assertThat(spun).isPositive();
    assertThat(after.cpuSince(before)).isPositive();
    assertThat(after.residentBytes()).isGreaterThan(1 << 20);
  }
}
