package io.posthouse.outbox;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends committed outbox rows to Kafka, in order, one instance of the service at a time.
 *
 * <p>One thread: it waits for a commit's wake-up or {@value #POLL_MILLIS} ms, takes the advisory
 * lock, sends a batch and marks it once every record is acknowledged. A crash between the two sends
 * a batch again; consumers keep event ids. Kafka's absence delays events and loses none.
 */
final class OutboxShipper implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(OutboxShipper.class);
  private static final long POLL_MILLIS = 500;
  private static final int BATCH = 200;
  private static final long ADVISORY_LOCK = 0x706f7374_6f757462L;
  private static final Duration KEEP_SENT = Duration.ofDays(7);
  private static final Duration KEEP_CONSUMED = Duration.ofDays(30);

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final KafkaTemplate<String, byte[]> kafka;
  private final Clock clock;
  private final String source;
  private final Semaphore wake = new Semaphore(0);
  private volatile @Nullable Thread thread;
  private Instant lastCleaned = Instant.EPOCH;

  OutboxShipper(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      KafkaTemplate<String, byte[]> kafka,
      Clock clock,
      String source) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.kafka = kafka;
    this.clock = clock;
    this.source = source;
  }

  /** Called after a commit that wrote an event. */
  void wake() {
    wake.release();
  }

  private void run() {
    while (thread != null) {
      try {
        if (wake.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
        while (shipBatch() == BATCH) {
          log.debug("a full outbox batch was shipped, looking for more");
        }
        clean();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException failed) {
        log.warn("the outbox could not be shipped and is tried again", failed);
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private int shipBatch() {
    Integer shipped = transactions.execute(status -> tryLock() ? sendAndMark() : 0);
    return shipped == null ? 0 : shipped;
  }

  private boolean tryLock() {
    return jdbc.sql("select pg_try_advisory_xact_lock(:lock)")
        .param("lock", ADVISORY_LOCK)
        .query(Boolean.class)
        .single();
  }

  private int sendAndMark() {
    List<Row> rows =
        jdbc.sql(
                """
                select id, event_id, topic, event_key, event_time, traceparent, payload
                from outbox where sent_at is null order by id limit :batch
                """)
            .param("batch", BATCH)
            .query(
                (result, n) ->
                    new Row(
                        result.getLong("id"),
                        result.getObject("event_id", UUID.class),
                        result.getString("topic"),
                        result.getString("event_key"),
                        result.getTimestamp("event_time").toInstant(),
                        result.getString("traceparent"),
                        result.getBytes("payload")))
            .list();
    if (rows.isEmpty()) {
      return 0;
    }
    List<CompletableFuture<?>> acknowledgements = new ArrayList<>(rows.size());
    for (Row row : rows) {
      acknowledgements.add(kafka.send(toRecord(row)));
    }
    awaitAll(acknowledgements);
    jdbc.sql("update outbox set sent_at = :now where id in (:ids)")
        .param("now", Timestamp.from(clock.instant()))
        .param("ids", rows.stream().map(Row::id).toList())
        .update();
    return rows.size();
  }

  private ProducerRecord<String, byte[]> toRecord(Row row) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(row.topic(), null, row.key(), row.payload());
    header(record, "ce_specversion", "1.0");
    header(record, "ce_id", row.eventId().toString());
    header(record, "ce_type", row.topic());
    header(record, "ce_source", source);
    header(record, "ce_time", row.time().toString());
    header(record, "content-type", "application/json");
    if (row.traceparent() != null) {
      header(record, "traceparent", row.traceparent());
    }
    return record;
  }

  private static void header(ProducerRecord<?, ?> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static void awaitAll(List<CompletableFuture<?>> acknowledgements) {
    try {
      CompletableFuture.allOf(acknowledgements.toArray(CompletableFuture[]::new))
          .get(30, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while sending", stopped);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IllegalStateException("Kafka did not acknowledge", failed);
    }
  }

  private void clean() {
    Instant now = clock.instant();
    if (lastCleaned.plus(Duration.ofHours(1)).isAfter(now)) {
      return;
    }
    lastCleaned = now;
    transactions.executeWithoutResult(
        status -> {
          jdbc.sql("delete from outbox where sent_at < :before")
              .param("before", Timestamp.from(now.minus(KEEP_SENT)))
              .update();
          jdbc.sql("delete from inbox where consumed_at < :before")
              .param("before", Timestamp.from(now.minus(KEEP_CONSUMED)))
              .update();
        });
  }

  @Override
  public void start() {
    Thread started = Thread.ofPlatform().name("outbox-shipper").daemon().unstarted(this::run);
    thread = started;
    started.start();
  }

  @Override
  public void stop() {
    Thread running = thread;
    thread = null;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private record Row(
      long id,
      UUID eventId,
      String topic,
      String key,
      Instant time,
      @Nullable String traceparent,
      byte[] payload) {}
}
