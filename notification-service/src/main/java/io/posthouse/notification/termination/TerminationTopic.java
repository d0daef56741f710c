package io.posthouse.notification.termination;

import io.posthouse.outbox.Topics;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The event of this module; schema in {@code contracts/events}. */
@Configuration(proxyBeanMethods = false)
class TerminationTopic {

  static final String ANNOUNCED = "notification.service-termination-announced.v1";

  @Bean
  NewTopic serviceTerminationAnnounced() {
    return Topics.ordinary(ANNOUNCED);
  }
}
