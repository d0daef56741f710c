package io.posthouse.billing.usage;

import io.posthouse.testing.RealServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** The relay's side of the usage topic, and what can be seen of the service's consumers. */
public final class UsageTopic {

  /** What it is called. */
  public static final String NAME = UsageConsumer.TOPIC;

  private static final String GROUP = "billing-service";

  private UsageTopic() {}

  /** A record of the topic. */
  public static ProducerRecord<String, byte[]> record(String key, String payload) {
    return new ProducerRecord<>(UsageConsumer.TOPIC, key, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends records, in this order. */
  public static void send(List<ProducerRecord<String, byte[]>> records) {
    ensure();
    try (KafkaProducer<String, byte[]> kafka =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", RealServers.kafkaBootstrap()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (ProducerRecord<String, byte[]> record : records) {
        var _ =
            kafka.send(
                record,
                (done, failed) -> {
                  if (failed != null) {
                    throw new IllegalStateException(failed);
                  }
                });
      }
    }
  }

  /** The relay makes it; here nobody else may have. */
  static void ensure() {
    ensure(NAME);
  }

  /** Another service makes a topic; here nobody else may have. Two partitions for two consumers. */
  public static void ensure(String topic) {
    try (Admin admin = admin()) {
      if (!admin.listTopics().names().get().contains(topic)) {
        admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
      }
    } catch (ExecutionException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** How many records have not been acknowledged. */
  static long lag() {
    try (Admin admin = admin()) {
      Map<TopicPartition, OffsetAndMetadata> done =
          admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
      List<TopicPartition> partitions =
          admin
              .describeTopics(List.of(UsageConsumer.TOPIC))
              .allTopicNames()
              .get()
              .get(UsageConsumer.TOPIC)
              .partitions()
              .stream()
              .map(info -> new TopicPartition(UsageConsumer.TOPIC, info.partition()))
              .toList();
      long lag = 0;
      for (TopicPartition partition : partitions) {
        OffsetAndMetadata at = done.get(partition);
        long end =
            admin
                .listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
        lag += end - (at == null ? 0 : at.offset());
      }
      return lag;
    } catch (ExecutionException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /**
   * Joins the service's group, takes some of its partitions, reads, acknowledges nothing and
   * leaves: what a rebalance in the middle of a batch looks like.
   */
  static void rebalance() {
    try (KafkaConsumer<String, byte[]> intruder =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                RealServers.kafkaBootstrap(),
                "group.id",
                GROUP,
                "enable.auto.commit",
                "false",
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      intruder.subscribe(List.of(UsageConsumer.TOPIC));
      for (int polls = 0; polls < 20 && intruder.assignment().isEmpty(); polls++) {
        intruder.poll(Duration.ofMillis(250));
      }
    }
  }

  /**
   * Joins the service's group, takes some of its partitions and is killed: it does not leave, so
   * that the group waits for it until its session is over.
   *
   * @param session its session timeout
   */
  static void joinAndDie(String session) {
    try (KafkaConsumer<String, byte[]> victim =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                RealServers.kafkaBootstrap(),
                "group.id",
                GROUP,
                "enable.auto.commit",
                "false",
                "session.timeout.ms",
                session,
                // Kafka's own switch for a consumer that goes without a word.
                "internal.leave.group.on.close",
                "false"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      victim.subscribe(List.of(UsageConsumer.TOPIC));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                victim.poll(Duration.ofMillis(250));
                return !victim.assignment().isEmpty();
              });
    }
  }

  /** Makes the service's consumers, which are stopped, begin at the start of the topic again. */
  static void rewind() {
    try (Admin admin = admin()) {
      Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
      admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get().keySet().stream()
          .filter(partition -> partition.topic().equals(UsageConsumer.TOPIC))
          .forEach(partition -> start.put(partition, new OffsetAndMetadata(0)));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(() -> admin.alterConsumerGroupOffsets(GROUP, start).all().get());
    } catch (ExecutionException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", RealServers.kafkaBootstrap()));
  }
}
