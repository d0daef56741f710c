package io.posthouse.clock;

import java.nio.file.Path;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Gives every service its {@link Clock}, in UTC.
 *
 * <p>Reads {@code posthouse.environment} ({@code production} unless set) and {@code
 * posthouse.clock.offset-file}.
 */
@AutoConfiguration
public class ClockAutoConfiguration {

  /**
   * @throws IllegalStateException when an offset is configured outside the local stack
   */
  @Bean
  @ConditionalOnMissingBean
  Clock clock(Environment environment) {
    String file = environment.getProperty("posthouse.clock.offset-file", "");
    if (file.isEmpty()) {
      return Clock.systemUTC();
    }
    String where = environment.getProperty("posthouse.environment", "production");
    if (!where.equals("local")) {
      throw new IllegalStateException(
          "posthouse.clock.offset-file: set in environment '"
              + where
              + "' (expected: only in 'local')");
    }
    return new OffsetClock(Clock.systemUTC(), Path.of(file));
  }
}
