package io.posthouse.billing.refund;

import io.posthouse.outbox.Topics;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The module's settings and topics. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RefundProperties.class)
class RefundConfiguration {

  @Bean
  NewTopic serviceTerminationDecidedTopic() {
    return Topics.ordinary(ServiceTerminations.DECIDED);
  }

  @Bean
  NewTopic serviceTerminationWithdrawnTopic() {
    return Topics.ordinary(ServiceTerminations.WITHDRAWN);
  }
}
