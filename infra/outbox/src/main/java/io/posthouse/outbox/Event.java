package io.posthouse.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A consumed event: its CloudEvents attributes and its JSON.
 *
 * @param id {@code ce_id}
 * @param type {@code ce_type}, the topic's name
 * @param time {@code ce_time}, on the producer's business clock
 * @param key the record's key
 * @param data the payload, JSON in UTF-8
 */
public record Event(UUID id, String type, Instant time, String key, byte[] data) {

  /** Reads what it knows and ignores the rest: within a version a producer may add fields. */
  private static final JsonMapper TOLERANT =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * Reads a record's headers.
   *
   * @throws IllegalArgumentException if it is not a CloudEvent in binary mode; the message names
   *     the position
   */
  public static Event of(ConsumerRecord<String, byte[]> record) {
    return new Event(
        UUID.fromString(header(record, "ce_id")),
        header(record, "ce_type"),
        Instant.parse(header(record, "ce_time")),
        record.key(),
        record.value());
  }

  /** The payload as the consumer's own record; unknown fields are ignored. */
  public <T> T as(Class<T> type) {
    return TOLERANT.readValue(data, type);
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    if (header == null) {
      throw new IllegalArgumentException(
          record.topic()
              + "-"
              + record.partition()
              + "@"
              + record.offset()
              + ": no header "
              + name);
    }
    return new String(header.value(), StandardCharsets.UTF_8);
  }
}
