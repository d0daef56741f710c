package io.posthouse.outbox;

import io.micrometer.tracing.Tracer;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Gives a service with a database its {@link Outbox} and {@link Inbox}, and ships the outbox. */
@AutoConfiguration(
    after = {JdbcClientAutoConfiguration.class, KafkaAutoConfiguration.class},
    afterName = {
      "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration"
    })
public class OutboxAutoConfiguration {

  @Bean
  Inbox inbox(JdbcClient jdbc, Clock clock) {
    return new Inbox(jdbc, clock);
  }

  @Bean
  Outbox outbox(
      JdbcClient jdbc, Clock clock, ObjectProvider<Tracer> tracer, OutboxShipper shipper) {
    JsonMapper json = JsonMapper.builder().build();
    return new Outbox(jdbc, clock, json, tracer.getIfAvailable(), shipper::wake);
  }

  @Bean
  OutboxShipper outboxShipper(
      JdbcClient jdbc,
      PlatformTransactionManager transactionManager,
      @Qualifier("outboxKafka") KafkaTemplate<String, byte[]> kafka,
      Clock clock,
      @Value("${spring.application.name}") String source) {
    return new OutboxShipper(
        jdbc, new TransactionTemplate(transactionManager), kafka, clock, "/" + source);
  }

  /**
   * A producer of its own: acknowledged by all replicas, idempotent, so that order holds over a
   * retry.
   */
  @Bean(defaultCandidate = false)
  KafkaTemplate<String, byte[]> outboxKafka(KafkaProperties properties) {
    Map<String, Object> settings = properties.buildProducerProperties();
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    return new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(settings));
  }
}
