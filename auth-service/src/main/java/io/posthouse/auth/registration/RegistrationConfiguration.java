package io.posthouse.auth.registration;

import io.posthouse.outbox.Topics;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** This module's topic, and its sweeping. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class RegistrationConfiguration {

  private final Registrations registrations;
  private final RegistrationLimit limit;

  RegistrationConfiguration(Registrations registrations, RegistrationLimit limit) {
    this.registrations = registrations;
    this.limit = limit;
  }

  @Scheduled(initialDelayString = "PT10M", fixedDelayString = "PT1H")
  void clean() {
    registrations.clean();
    limit.clean();
  }

  @Bean
  static NewTopic accountRegistered() {
    return Topics.ordinary(AccountRegistered.TOPIC);
  }
}
