package io.posthouse.notification;

import io.posthouse.testing.RealServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The other services' side of Kafka. */
public final class EventBus {

  private static final JsonMapper json = JsonMapper.builder().build();
  private static final EventBus instance = new EventBus();

  private final KafkaProducer<String, byte[]> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", RealServers.kafkaBootstrap(), "acks", "all"),
          new StringSerializer(),
          new ByteArraySerializer());

  public static EventBus get() {
    return instance;
  }

  static void createTopics(String... names) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", RealServers.kafkaBootstrap()))) {
      for (String name : names) {
        try {
          admin.createTopics(List.of(new NewTopic(name, 6, (short) 1))).all().get();
        } catch (ExecutionException failed) {
          if (!(failed.getCause() instanceof TopicExistsException)) {
            throw failed;
          }
        }
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException("no topics", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped", stopped);
    }
  }

  /** Sends an event as its producer would. */
  public void send(String topic, String key, UUID eventId, Instant time, Object payload) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, null, key, json.writeValueAsBytes(payload));
    Map.of("ce_id", eventId.toString(), "ce_type", topic, "ce_time", time.toString())
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    try {
      producer.send(record).get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("not sent", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything in a topic with that key, as JSON, in its order. */
  public List<JsonNode> read(String topic, String key) {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", RealServers.kafkaBootstrap()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<JsonNode> found = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.key().equals(key)) {
            found.add(json.readTree(record.value()));
          }
        }
      }
      return found;
    }
  }
}
