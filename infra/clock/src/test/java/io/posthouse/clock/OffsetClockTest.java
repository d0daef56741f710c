package io.posthouse.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class OffsetClockTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path directory;

  @Test
  void movesForwardWithTheFileAndNeverBack() throws Exception {
    Path file = directory.resolve("offset");
    Clock clock = new OffsetClock(Clock.fixed(NOON, ZoneOffset.UTC), file);
    assertThat(clock.instant()).isEqualTo(NOON);

    Files.writeString(file, "PT192H");
    await().until(() -> clock.instant().equals(NOON.plus(Duration.ofDays(8))));

    Files.writeString(file, "PT1H");
    await()
        .during(Duration.ofMillis(500))
        .until(() -> !clock.instant().isBefore(NOON.plus(Duration.ofDays(8))));
  }

  @Test
  void refusesTheSettingOutsideTheLocalStack() {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ClockAutoConfiguration.class))
        .withPropertyValues("posthouse.clock.offset-file=" + directory.resolve("offset"))
        .run(
            context ->
                assertThat(context)
                    .hasFailed()
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("expected: only in 'local'"));
  }
}
