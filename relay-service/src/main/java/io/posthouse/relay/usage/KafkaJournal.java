package io.posthouse.relay.usage;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.relay.node.Epochs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends ended calls straight to Kafka: acknowledged by all replicas, idempotent, keyed by account.
 * One thread sends, because sending can block on metadata or memory. A record that Kafka did not
 * take is kept and sent again; billing-service counts a request id once.
 *
 * <p>Records wait in memory: what Kafka has not acknowledged is lost with the process. At most
 * {@value #CAPACITY} wait.
 */
@Component
final class KafkaJournal implements UsageJournal, SmartLifecycle {

  /** After event loops have drained, before the database goes. */
  static final int PHASE = -200;

  private static final Logger log = LoggerFactory.getLogger(KafkaJournal.class);
  private static final int CAPACITY = 50_000;
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Epochs epochs;
  private final Map<String, Object> settings;
  private final JsonMapper json = JsonMapper.builder().build();
  private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<Long, AtomicLong> seqs = new ConcurrentHashMap<>();
  private volatile @Nullable Thread thread;
  private volatile boolean stopping;

  private record Entry(ProducerRecord<String, byte[]> record, CompletableFuture<Void> done) {}

  KafkaJournal(Epochs epochs, KafkaProperties kafka) {
    this.epochs = epochs;
    this.settings = kafka.buildProducerProperties();
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 1);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.METADATA_MAX_AGE_CONFIG, 5000);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5000);
  }

  @Override
  public CompletionStage<Void> append(CallRecord call) {
    long epoch = call.admission().epoch();
    long seq = seqs.computeIfAbsent(epoch, it -> new AtomicLong()).incrementAndGet();
    UsageRecorded event = UsageRecorded.of(call, epochs.node(), epoch, seq);
    Entry entry = new Entry(record(event, call.traceparent()), new CompletableFuture<>());
    waiting.incrementAndGet();
    queue.add(entry);
    return entry.done();
  }

  @Override
  public boolean isFull() {
    return waiting.get() >= CAPACITY;
  }

  private ProducerRecord<String, byte[]> record(UsageRecorded event, @Nullable String traceparent) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            UsageRecorded.TOPIC, null, event.accountId(), json.writeValueAsBytes(event));
    header(record, "ce_specversion", "1.0");
    header(record, "ce_id", UuidCreator.getTimeOrderedEpoch().toString());
    header(record, "ce_type", UsageRecorded.TOPIC);
    header(record, "ce_source", "/relay-service");
    header(record, "ce_time", event.endedAt().toString());
    header(record, "content-type", "application/json");
    header(record, "requestId", event.requestId());
    header(record, "node", event.node());
    header(record, "epoch", Long.toString(event.epoch()));
    header(record, "seq", Long.toString(event.seq()));
    if (traceparent != null) {
      header(record, "traceparent", traceparent);
    }
    return record;
  }

  private static void header(ProducerRecord<?, ?> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private void run() {
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      while (!stopping || waiting.get() > 0) {
        Entry entry = queue.poll(200, TimeUnit.MILLISECONDS);
        if (entry != null) {
          send(producer, entry);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    if (waiting.get() > 0) {
      log.error("{} usage records were not acknowledged by Kafka and are lost", waiting.get());
    }
  }

  private void send(Producer<String, byte[]> producer, Entry entry) throws InterruptedException {
    try {
      var _ =
          producer.send(
              entry.record(),
              (metadata, failed) -> {
                if (failed == null) {
                  waiting.decrementAndGet();
                  entry.done().complete(null);
                } else {
                  log.warn(
                      "Kafka did not take a usage record, it is sent again: {}", failed.toString());
                  queue.add(entry);
                }
              });
    } catch (KafkaException refused) {
      log.warn("Kafka does not take usage records, they wait: {}", refused.toString());
      queue.add(entry);
      Thread.sleep(PAUSE);
    }
  }

  @Override
  public void start() {
    stopping = false;
    Thread started = Thread.ofPlatform().name("usage-journal").daemon().unstarted(this::run);
    thread = started;
    started.start();
  }

  @Override
  public void stop() {
    stopping = true;
    Thread running = thread;
    thread = null;
    if (running == null) {
      return;
    }
    try {
      if (!running.join(LAST_WORDS)) {
        running.interrupt();
      } else if (waiting.get() == 0) {
        seqs.forEach((epoch, seq) -> epochs.finish(epoch, seq.get()));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
