package io.posthouse.notification;

import io.posthouse.notification.recipient.RealTime;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;
import tools.jackson.core.JacksonException;

/** What belongs to no module. */
@Configuration
class NotificationConfiguration {

  private static final Logger log = LoggerFactory.getLogger(NotificationConfiguration.class);

  @Bean
  RealTime realTime() {
    return new RealTime(InstantSource.system());
  }

  /**
   * An event whose effect fails is tried again until it works, in its order; one that cannot be
   * read is skipped and logged with its place, for no repetition would help it.
   */
  @Bean
  CommonErrorHandler eventErrors() {
    ExponentialBackOff pauses = new ExponentialBackOff(500, 2);
    pauses.setMaxInterval(15_000);
    DefaultErrorHandler errors =
        new DefaultErrorHandler(
            (record, cause) ->
                log.error(
                    "an unreadable event is skipped: {}-{}@{}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    cause),
            pauses);
    errors.addNotRetryableExceptions(IllegalArgumentException.class, JacksonException.class);
    return errors;
  }
}
