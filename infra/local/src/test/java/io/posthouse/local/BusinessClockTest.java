package io.posthouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.local.home.Home;
import io.posthouse.local.home.StackException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusinessClockTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"+8d,PT192H", "+36h,PT36H", "+1d12h,PT36H", "+5m,PT5M", "+1d2h3m4s,PT26H3M4S"})
  void readsAStepForward(String step, Duration expected) {
    assertThat(BusinessClock.parse(step)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8d", "-8d", "+", "+d", "+8", "+8D", "+8d ", "tomorrow"})
  void refusesAnythingElse(String step) {
    assertThatThrownBy(() -> BusinessClock.parse(step))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("+8d");
  }

  @Test
  void goesOnFromWhereItIsUntilItIsReset() {
    BusinessClock clock = new BusinessClock(new Home(folder, folder));
    assertThat(clock.offset()).isZero();

    clock.advance(Duration.ofDays(8));
    assertThat(clock.advance(Duration.ofHours(1))).isEqualTo(Duration.ofHours(193));
    assertThat(folder.resolve("clock-offset")).hasContent("PT193H");

    clock.reset();
    assertThat(clock.offset()).isZero();
  }
}
