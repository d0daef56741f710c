package io.posthouse.benchmark.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void takesWhatItIsToldAndDefaultsForTheRest() {
    Options options = Options.of("--only=W1,W3", "--seconds=5", "--relay-options=-Da=b -Dc=d");

    assertThat(options.wants("W3")).isTrue();
    assertThat(options.wants("W2")).isFalse();
    assertThat(options.time()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.rounds()).isEqualTo(7);
    assertThat(options.relayOptions()).containsExactly("-Da=b", "-Dc=d");
    assertThat(Options.of().wants("W2")).isTrue();
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> Options.of("--round=1")).hasMessageContaining("--round: unknown");
  }
}
