package io.posthouse.referral.intake;

import java.time.DateTimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;
import tools.jackson.core.JacksonException;

/**
 * What happens to a record that failed: skipped when it cannot be read, else tried again for ever.
 */
@Configuration(proxyBeanMethods = false)
class IntakeFailures {

  private static final Logger log = LoggerFactory.getLogger(IntakeFailures.class);

  @Bean
  CommonErrorHandler intakeErrors() {
    ExponentialBackOff forEver = new ExponentialBackOff(200, 2);
    forEver.setMaxInterval(10_000);
    DefaultErrorHandler handler =
        new DefaultErrorHandler(
            (record, failure) ->
                log.error(
                    "an unreadable event was skipped, {}-{}@{}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    failure),
            forEver);
    handler.addNotRetryableExceptions(
        JacksonException.class, IllegalArgumentException.class, DateTimeException.class);
    return handler;
  }
}
