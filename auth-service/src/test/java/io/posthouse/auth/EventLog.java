package io.posthouse.auth;

import io.posthouse.outbox.Event;
import io.posthouse.testing.RealServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** What has been published to a topic, read from its start, as a cache would. Not thread-safe. */
final class EventLog implements AutoCloseable {

  private final KafkaConsumer<String, byte[]> consumer;
  private final List<Event> seen = new ArrayList<>();

  EventLog(String topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                RealServers.kafkaBootstrap(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    Awaitility.await().until(() -> !consumer.partitionsFor(topic).isEmpty());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** The events of a key, once there are at least that many; in order. */
  List<Event> of(UUID key, int atLeast) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> poll(key), events -> events.size() >= atLeast);
  }

  private List<Event> poll(UUID key) {
    consumer.poll(Duration.ofMillis(200)).forEach(record -> seen.add(Event.of(record)));
    return seen.stream().filter(event -> event.key().equals(key.toString())).toList();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
