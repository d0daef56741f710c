package io.posthouse.relay.usage;

import io.posthouse.relay.spool.Courier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to Kafka: acknowledged by all replicas, idempotent, keyed by account. What comes
 * twice is one event twice, by its id; billing-service counts a request id once.
 */
final class KafkaCourier implements Courier {

  private static final Duration GOODBYE = Duration.ofSeconds(2);

  /** Nobody waits for an event: few large requests cost a fraction of many small ones. */
  private static final int LINGER_MILLIS = 20;

  private static final int BATCH = 128 * 1024;

  private final Producer<String, byte[]> producer;

  KafkaCourier(Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.METADATA_MAX_AGE_CONFIG, 5000);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5000);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    this.producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  @Override
  public void send(Parcel parcel, Consumer<@Nullable Exception> delivered) {
    var _ = producer.send(record(parcel), (metadata, failed) -> delivered.accept(failed));
  }

  private static ProducerRecord<String, byte[]> record(Parcel parcel) {
    UsageText.Address address = UsageText.address(parcel.event());
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            UsageRecorded.TOPIC, null, address.accountId(), UsageText.event(parcel.event()));
    header(record, "ce_specversion", "1.0");
    header(record, "ce_id", parcel.call());
    header(record, "ce_type", UsageRecorded.TOPIC);
    header(record, "ce_source", "/relay-service");
    header(record, "ce_time", address.endedAt());
    header(record, "content-type", "application/json");
    header(record, "requestId", parcel.call());
    header(record, "node", address.node());
    header(record, "epoch", Long.toString(parcel.epoch()));
    header(record, "seq", Long.toString(parcel.seq()));
    String traceparent = address.traceparent();
    if (traceparent != null) {
      header(record, "traceparent", traceparent);
    }
    return record;
  }

  private static void header(ProducerRecord<?, ?> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    producer.close(GOODBYE);
  }
}
