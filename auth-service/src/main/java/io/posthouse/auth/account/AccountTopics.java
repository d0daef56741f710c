package io.posthouse.auth.account;

import io.posthouse.outbox.Topics;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The topic that this module owns. */
@Configuration(proxyBeanMethods = false)
class AccountTopics {

  @Bean
  NewTopic accountStatusChanged() {
    return Topics.ordinary(AccountStatusChanged.TOPIC);
  }
}
