package io.posthouse.billing.usage;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UsageConfiguration.UsageProperties.class)
class UsageConfiguration {

  /**
   * The usage listener.
   *
   * @param consumers how many threads read the topic in this instance
   * @param batch the most records of one transaction
   */
  @ConfigurationProperties("posthouse.usage")
  record UsageProperties(@DefaultValue("2") int consumers, @DefaultValue("500") int batch) {

    UsageProperties {
      if (consumers < 1 || batch < 1 || batch > 500) {
        throw new IllegalArgumentException(
            "posthouse.usage: consumers "
                + consumers
                + ", batch "
                + batch
                + " (expected: >= 1, batch <= 500)");
      }
    }
  }

  /**
   * Batches, acknowledged by hand; fetched as soon as there is one record, so that a receipt is
   * there within 2 s.
   */
  @Bean
  ConcurrentKafkaListenerContainerFactory<String, byte[]> usageListeners(
      KafkaProperties kafka, UsageProperties properties) {
    Map<String, Object> settings = new HashMap<>(kafka.buildConsumerProperties());
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, properties.batch());
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5_000);
    ConcurrentKafkaListenerContainerFactory<String, byte[]> factory =
        new ConcurrentKafkaListenerContainerFactory<>();
    factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(settings));
    factory.setBatchListener(true);
    factory.setConcurrency(properties.consumers());
    factory.getContainerProperties().setAckMode(ContainerProperties.AckMode.MANUAL);
    factory.getContainerProperties().setMissingTopicsFatal(false);
    return factory;
  }
}
