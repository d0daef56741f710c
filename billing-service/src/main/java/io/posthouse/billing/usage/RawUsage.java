package io.posthouse.billing.usage;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came from Kafka, unread but for its headers.
 *
 * @param node of the headers, as are epoch, seq and requestId; they count for completeness even
 *     when the payload does not parse
 */
record RawUsage(
    String topic,
    int partition,
    long offset,
    @Nullable String key,
    @Nullable String requestId,
    @Nullable String node,
    @Nullable Long epoch,
    @Nullable Long seq,
    @Nullable String traceparent,
    byte[] payload) {

  static RawUsage of(ConsumerRecord<String, byte[]> record) {
    byte[] payload = record.value();
    return new RawUsage(
        record.topic(),
        record.partition(),
        record.offset(),
        record.key(),
        header(record, "requestId"),
        header(record, "node"),
        number(header(record, "epoch")),
        number(header(record, "seq")),
        header(record, "traceparent"),
        payload == null ? new byte[0] : payload);
  }

  private static @Nullable String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null || header.value().length > 200
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static @Nullable Long number(@Nullable String text) {
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException notNumber) {
      return null;
    }
  }
}
