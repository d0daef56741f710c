package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthouse.testing.RealServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the usage topic from its start, on a thread of its own. */
final class UsageReader {

  private static final JsonMapper json = JsonMapper.builder().build();
  private final List<ConsumerRecord<String, byte[]>> records = new CopyOnWriteArrayList<>();
  private boolean started;

  private synchronized void start() {
    if (!started) {
      started = true;
      Thread.ofPlatform().daemon().name("usage-reader").start(this::run);
    }
  }

  private void run() {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, RealServers.kafkaBootstrap()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor("relay.usage-recorded.v1").stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (true) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
  }

  List<ConsumerRecord<String, byte[]>> all() {
    start();
    return records;
  }

  List<ConsumerRecord<String, byte[]>> of(String requestId) {
    return all().stream()
        .filter(
            it ->
                new String(it.headers().lastHeader("requestId").value(), StandardCharsets.UTF_8)
                    .equals(requestId))
        .toList();
  }

  ConsumerRecord<String, byte[]> record(String requestId) {
    await().atMost(Duration.ofSeconds(10)).until(() -> !of(requestId).isEmpty());
    assertThat(of(requestId)).hasSize(1);
    return of(requestId).getFirst();
  }

  JsonNode only(String requestId) {
    return json.readTree(record(requestId).value());
  }
}
