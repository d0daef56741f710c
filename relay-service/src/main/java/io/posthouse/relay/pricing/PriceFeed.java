package io.posthouse.relay.pricing;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the {@link PriceBoard} true. One thread: it reads the topic from its start to its end,
 * applies the last record of each name, then follows. Until the end was reached, and whenever Kafka
 * does not answer, it asks billing-service.
 */
@Component
final class PriceFeed implements SmartLifecycle {

  static final String TOPIC = "billing.prices-changed.v1";

  private static final Logger log = LoggerFactory.getLogger(PriceFeed.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration KAFKA_ANSWERS = Duration.ofSeconds(5);

  private final PriceBoard board;
  private final PriceSnapshot snapshot;
  private final Map<String, Object> settings;
  private final JsonMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private volatile @Nullable Thread thread;
  private volatile @Nullable Consumer<String, byte[]> consumer;
  private volatile CountDownLatch stopped = new CountDownLatch(1);

  PriceFeed(PriceBoard board, PriceSnapshot snapshot, KafkaProperties kafka) {
    this.board = board;
    this.snapshot = snapshot;
    this.settings = kafka.buildConsumerProperties();
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5000);
    settings.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(KAFKA_ANSWERS.toMillis()));
  }

  private void run() {
    while (thread != null) {
      askBilling();
      try (Consumer<String, byte[]> reading =
          new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
        consumer = reading;
        follow(reading);
      } catch (WakeupException stopped) {
        log.debug("the price feed was woken to stop");
      } catch (KafkaException failed) {
        log.warn("prices cannot be read from Kafka: {}", failed.toString());
      } finally {
        consumer = null;
      }
      pause();
    }
  }

  private void askBilling() {
    try {
      snapshot.fetch().forEach(board::apply);
    } catch (RestClientException | IllegalStateException away) {
      log.info("billing-service does not tell prices yet: {}", away.getClass().getSimpleName());
    }
  }

  private void follow(Consumer<String, byte[]> reading) {
    List<TopicPartition> partitions =
        reading.partitionsFor(TOPIC).stream().map(PriceFeed::partition).toList();
    if (partitions.isEmpty()) {
      return;
    }
    reading.assign(partitions);
    reading.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = reading.endOffsets(partitions);
    Map<String, PriceRecord> latest = new HashMap<>();
    while (thread != null
        && ends.entrySet().stream().anyMatch(it -> reading.position(it.getKey()) < it.getValue())) {
      for (ConsumerRecord<String, byte[]> record : reading.poll(POLL)) {
        PriceRecord price = read(record);
        if (price != null) {
          latest.put(record.key(), price);
        }
      }
    }
    latest.values().forEach(board::apply);
    log.info("{} prices and multipliers were read from Kafka", latest.size());
    while (thread != null) {
      ConsumerRecords<String, byte[]> records = reading.poll(POLL);
      for (ConsumerRecord<String, byte[]> record : records) {
        PriceRecord price = read(record);
        if (price != null) {
          board.apply(price);
        }
      }
    }
  }

  private @Nullable PriceRecord read(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      return null;
    }
    try {
      return json.readValue(record.value(), PriceRecord.class);
    } catch (JacksonException malformed) {
      log.error("{} at {} is not a price and is passed over", TOPIC, record.offset(), malformed);
      return null;
    }
  }

  private static TopicPartition partition(PartitionInfo info) {
    return new TopicPartition(info.topic(), info.partition());
  }

  private void pause() {
    try {
      var _ = stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      thread = null;
    }
  }

  @Override
  public void start() {
    stopped = new CountDownLatch(1);
    Thread started = Thread.ofPlatform().name("price-feed").daemon().unstarted(this::run);
    thread = started;
    started.start();
  }

  @Override
  public void stop() {
    Thread running = thread;
    thread = null;
    stopped.countDown();
    Consumer<String, byte[]> reading = consumer;
    if (reading != null) {
      reading.wakeup();
    } else if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }
}
