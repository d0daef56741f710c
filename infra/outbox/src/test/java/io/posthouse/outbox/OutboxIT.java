package io.posthouse.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.posthouse.testing.RealServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(
    properties = {
      "spring.application.name=outbox-test",
      "spring.flyway.locations=classpath:db/outbox"
    })
class OutboxIT {

  private static final String TOPIC = "outbox-test.thing-happened.v1";

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    RealServers.database(registry, "outbox");
    RealServers.kafka(registry);
  }

  @SpringBootApplication
  static class Application {
    @Bean
    NewTopic topic() {
      return Topics.compacted(TOPIC);
    }
  }

  record Thing(String name, int number) {}

  record OnlyName(String name) {}

  @Autowired Outbox outbox;
  @Autowired Inbox inbox;
  @Autowired TransactionTemplate transactions;

  @Test
  void sendsWhatWasCommittedInOrderAndNothingElse() {
    // Given
    List<UUID> committed = new ArrayList<>();
    transactions.executeWithoutResult(
        status -> {
          for (int i = 0; i < 300; i++) {
            committed.add(outbox.append(TOPIC, "key", new Thing("thing", i)));
          }
        });

    // When
    transactions.executeWithoutResult(
        status -> {
          outbox.append(TOPIC, "key", new Thing("never", -1));
          status.setRollbackOnly();
        });
    transactions.executeWithoutResult(
        status -> committed.add(outbox.append(TOPIC, "key", new Thing("last", 300))));

    // Then
    List<Event> events = read(committed.size());
    assertThat(events).extracting(Event::id).containsExactlyElementsOf(committed);
    assertThat(events).extracting(Event::type).containsOnly(TOPIC);
    assertThat(events.getLast().as(OnlyName.class)).isEqualTo(new OnlyName("last"));
  }

  @Test
  void remembersAnEventOnlyWhenItsEffectCommits() {
    UUID event = UUID.randomUUID();
    Boolean first =
        transactions.execute(
            status -> {
              boolean fresh = inbox.firstTime(event, TOPIC);
              status.setRollbackOnly();
              return fresh;
            });
    Boolean again = transactions.execute(status -> inbox.firstTime(event, TOPIC));
    Boolean third = transactions.execute(status -> inbox.firstTime(event, TOPIC));

    assertThat(first).isTrue();
    assertThat(again).isTrue();
    assertThat(third).isFalse();
  }

  @Test
  void refusesToWorkOutsideTheTransactionOfTheCause() {
    assertThatThrownBy(() -> outbox.append(TOPIC, "key", new Thing("x", 1)))
        .hasMessageContaining("needs the transaction of its cause");
    assertThatThrownBy(() -> inbox.firstTime(UUID.randomUUID(), TOPIC))
        .hasMessageContaining("needs the transaction of the effect");
  }

  private static List<Event> read(int count) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            RealServers.kafkaBootstrap(),
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest");
    List<Event> events = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                for (ConsumerRecord<String, byte[]> record :
                    consumer.poll(Duration.ofMillis(200))) {
                  events.add(Event.of(record));
                }
                return events.size() >= count;
              });
    }
    return events;
  }
}
