package io.posthouse.billing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** The business clock of the tests: real time, or where a test set it. */
public final class TestClock extends Clock {

  /** Puts it in the place of the real one. */
  @TestConfiguration
  public static class Configuration {
    @Bean
    TestClock clock() {
      return new TestClock();
    }
  }

  private final Clock real = Clock.systemUTC();
  private final AtomicReference<@Nullable Instant> fixed = new AtomicReference<>();

  /** Stands still at an instant. */
  public void set(Instant instant) {
    fixed.set(instant);
  }

  /** Moves on from where it is, and stands still there. */
  public void advance(Duration by) {
    fixed.set(instant().plus(by));
  }

  /** Back to real time. */
  public void reset() {
    fixed.set(null);
  }

  @Override
  public Instant instant() {
    Instant at = fixed.get();
    return at == null ? real.instant() : at;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.fixed(instant(), zone);
  }
}
