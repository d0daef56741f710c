package io.posthouse.gateway.directory;

import io.posthouse.gateway.key.KeyChanges;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads auth-service's events into {@link KeyChanges}, from shortly before the start on: what came
 * earlier is in the look-ups. A record that cannot be read is logged by its position and skipped.
 */
final class AuthEvents implements SmartLifecycle, Runnable {

  private static final Logger log = LoggerFactory.getLogger(AuthEvents.class);

  private static final List<String> TOPICS = List.of(KeyChanged.TOPIC, AccountStatusChanged.TOPIC);
  private static final Duration LOOK_BACK = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(3);
  private static final long LOOK_FOR_TOPICS = Duration.ofSeconds(2).toNanos();
  private static final long PAUSE_MILLIS = 2_000;

  private final ConsumerFactory<?, ?> consumers;
  private final KeyChanges changes;
  private final long from;
  private final JsonMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private volatile @Nullable Thread thread;
  private volatile @Nullable Consumer<?, ?> consumer;
  private volatile CountDownLatch stopped = new CountDownLatch(1);

  AuthEvents(ConsumerFactory<?, ?> consumers, KeyChanges changes, InstantSource realTime) {
    this.consumers = consumers;
    this.changes = changes;
    this.from = realTime.instant().minus(LOOK_BACK).toEpochMilli();
  }

  @Override
  public void start() {
    stopped = new CountDownLatch(1);
    Thread reader = Thread.ofPlatform().name("auth-events").daemon().unstarted(this);
    thread = reader;
    reader.start();
  }

  @Override
  public void stop() {
    Thread reader = thread;
    thread = null;
    stopped.countDown();
    Consumer<?, ?> reading = consumer;
    if (reading != null) {
      reading.wakeup();
    }
    if (reader != null) {
      reader.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  @Override
  public void run() {
    while (isRunning()) {
      try (Consumer<?, ?> reading = consumers.createConsumer(null, "auth-events")) {
        consumer = reading;
        read(reading);
      } catch (WakeupException | org.apache.kafka.common.errors.InterruptException stopping) {
        return;
      } catch (RuntimeException failed) {
        log.warn("auth's events cannot be read now: {}", failed.toString());
        pause();
      }
    }
  }

  private void pause() {
    try {
      var _ = stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(Consumer<?, ?> reading) {
    Set<TopicPartition> assigned = new HashSet<>();
    long nextLook = System.nanoTime();
    while (isRunning()) {
      if (System.nanoTime() - nextLook >= 0) {
        assign(reading, assigned);
        nextLook = System.nanoTime() + LOOK_FOR_TOPICS * (assigned.isEmpty() ? 1 : 15);
      }
      if (assigned.isEmpty()) {
        pause();
        continue;
      }
      for (ConsumerRecord<?, ?> record : reading.poll(POLL)) {
        apply(record);
      }
    }
  }

  /** Takes on the partitions that are new, from shortly before the start of this service. */
  private void assign(Consumer<?, ?> reading, Set<TopicPartition> assigned) {
    List<TopicPartition> added = new ArrayList<>();
    for (String topic : TOPICS) {
      List<PartitionInfo> partitions = reading.partitionsFor(topic, BROKER_PATIENCE);
      if (partitions == null) {
        continue;
      }
      for (PartitionInfo info : partitions) {
        TopicPartition partition = new TopicPartition(topic, info.partition());
        if (assigned.add(partition)) {
          added.add(partition);
        }
      }
    }
    if (added.isEmpty()) {
      return;
    }
    reading.assign(assigned);
    Map<TopicPartition, Long> times = new HashMap<>();
    added.forEach(partition -> times.put(partition, from));
    Map<TopicPartition, OffsetAndTimestamp> offsets =
        reading.offsetsForTimes(times, BROKER_PATIENCE);
    for (TopicPartition partition : added) {
      OffsetAndTimestamp offset = offsets.get(partition);
      if (offset == null) {
        reading.seekToEnd(List.of(partition));
        reading.position(partition, BROKER_PATIENCE);
      } else {
        reading.seek(partition, offset.offset());
      }
    }
    log.info("reading {} partitions of auth's events", assigned.size());
  }

  private void apply(ConsumerRecord<?, ?> record) {
    if (!(record.value() instanceof byte[] data)) {
      return;
    }
    try {
      switch (record.topic()) {
        case KeyChanged.TOPIC -> changes.keyChanged(json.readValue(data, KeyChanged.class).toKey());
        case AccountStatusChanged.TOPIC -> {
          AccountStatusChanged changed = json.readValue(data, AccountStatusChanged.class);
          changes.accountChanged(changed.accountId(), changed.isActive());
        }
        default -> throw new IllegalStateException("not subscribed to " + record.topic());
      }
    } catch (JacksonException | NullPointerException unreadable) {
      log.warn(
          "an event was skipped as unreadable: {}-{}@{}",
          record.topic(),
          record.partition(),
          record.offset());
    }
  }
}
