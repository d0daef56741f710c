package io.posthouse.auth.key;

import io.posthouse.outbox.Topics;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The topic that this module owns. */
@Configuration(proxyBeanMethods = false)
class KeyTopics {

  @Bean
  NewTopic keyChanged() {
    return Topics.compacted(KeyChanged.TOPIC);
  }
}
