package io.posthouse.billing.wallet;

import io.posthouse.outbox.Topics;
import java.time.InstantSource;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LeaseProperties.class, BalanceProperties.class})
class WalletConfiguration {

  @Bean
  LeaseTime leaseTime() {
    return new LeaseTime(InstantSource.system());
  }

  @Bean
  NewTopic balanceLowTopic() {
    return Topics.ordinary(BalanceNotices.LOW);
  }

  @Bean
  NewTopic balanceExhaustedTopic() {
    return Topics.ordinary(BalanceNotices.EXHAUSTED);
  }
}
