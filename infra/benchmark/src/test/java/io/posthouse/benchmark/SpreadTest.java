package io.posthouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void tellsTheMiddleAndTheEnds() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3, 3));
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1, 4, 4));
    assertThat(Spread.of(List.of(1.42, 1.29, 1.52))).hasToString("1.42 (1.29-1.52)");
  }

  @Test
  void refusesNoReadings() {
    assertThatThrownBy(() -> Spread.of(List.of())).hasMessageContaining("readings: none");
  }
}
