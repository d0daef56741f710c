package io.posthouse.outbox;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/** Where a service writes its events, in the transaction of their cause. Thread-safe. */
public final class Outbox {

  private final JdbcClient jdbc;
  private final Clock clock;
  private final JsonMapper json;
  private final @Nullable Tracer tracer;
  private final Runnable wake;

  Outbox(JdbcClient jdbc, Clock clock, JsonMapper json, @Nullable Tracer tracer, Runnable wake) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.json = json;
    this.tracer = tracer;
    this.wake = wake;
  }

  /**
   * Writes an event. It is sent once the surrounding transaction has committed.
   *
   * @param topic {@code <service>.<what-happened>.v<N>}
   * @param key what order is kept within: an aggregate's id
   * @param payload a record, written as JSON
   * @return the event's id ({@code ce_id}), a UUIDv7
   * @throws IllegalStateException outside a transaction: cause and event would not commit together
   */
  public UUID append(String topic, String key, Object payload) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException(topic + ": an event needs the transaction of its cause");
    }
    UUID id = UuidCreator.getTimeOrderedEpoch();
    jdbc.sql(
            """
            insert into outbox (event_id, topic, event_key, event_time, traceparent, payload)
            values (:id, :topic, :key, :time, :traceparent, :payload)
            """)
        .param("id", id)
        .param("topic", topic)
        .param("key", key)
        .param("time", Timestamp.from(clock.instant()))
        .param("traceparent", traceparent())
        .param("payload", json.writeValueAsBytes(payload))
        .update();
    TransactionSynchronizationManager.registerSynchronization(new AfterCommit(wake));
    return id;
  }

  private @Nullable String traceparent() {
    Span span = tracer == null ? null : tracer.currentSpan();
    if (span == null) {
      return null;
    }
    TraceContext context = span.context();
    boolean sampled = Boolean.TRUE.equals(context.sampled());
    return "00-" + context.traceId() + "-" + context.spanId() + (sampled ? "-01" : "-00");
  }
}
