package io.posthouse.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostmanTest {

  @ParameterizedTest
  @CsvSource({"1, PT2S", "2, PT4S", "8, PT256S", "9, PT5M", "1000, PT5M"})
  void pausesLongerAfterEachFailureUpToFiveMinutes(int attempts, Duration pause) {
    // When // Then
    assertThat(Postman.pause(attempts)).isEqualTo(pause);
  }
}
