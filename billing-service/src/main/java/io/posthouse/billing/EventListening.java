package io.posthouse.billing;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.util.backoff.ExponentialBackOff;
import tools.jackson.core.JacksonException;

/**
 * How events of other services are consumed one by one: what cannot be read is logged and left
 * behind, all else is tried again for ever, with a growing pause. Usage has a way of its own
 * (module {@code usage}).
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class EventListening {

  @Bean
  CommonErrorHandler eventErrors() {
    ExponentialBackOff pauses = new ExponentialBackOff(200, 2);
    pauses.setMaxInterval(10_000);
    DefaultErrorHandler handler = new DefaultErrorHandler(pauses);
    handler.addNotRetryableExceptions(
        IllegalArgumentException.class,
        JacksonException.class,
        NullPointerException.class,
        DataIntegrityViolationException.class);
    handler.addRetryableExceptions(DuplicateKeyException.class);
    return handler;
  }
}
