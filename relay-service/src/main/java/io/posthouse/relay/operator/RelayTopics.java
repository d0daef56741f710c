package io.posthouse.relay.operator;

import io.posthouse.outbox.Topics;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The topics that relay-service owns. */
@Configuration(proxyBeanMethods = false)
class RelayTopics {

  @Bean
  NewTopic usageRecorded() {
    return Topics.usage("relay.usage-recorded.v1");
  }

  @Bean
  NewTopic modelHealthObserved() {
    return Topics.ordinary("relay.model-health.v1");
  }

  @Bean
  NewTopic channelChanged() {
    return Topics.compacted(ChannelChanged.TOPIC);
  }
}
