package io.posthouse.relay.health;

import io.posthouse.outbox.Outbox;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes the counts down once a minute, with their event, and forgets what is older than 90 days. A
 * minute that cannot be written is lost: it is statistics, not money.
 */
@Component
public class HealthLog implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(HealthLog.class);
  private static final Duration KEPT = Duration.ofDays(90);
  private static final long EVERY_SECONDS = 60;

  private final ModelHealth health;
  private final JdbcClient jdbc;
  private final Outbox outbox;
  private final TransactionTemplate transactions;
  private final Clock clock;
  private @Nullable ScheduledExecutorService minutes;

  HealthLog(
      ModelHealth health,
      JdbcClient jdbc,
      Outbox outbox,
      PlatformTransactionManager transactionManager,
      Clock clock) {
    this.health = health;
    this.jdbc = jdbc;
    this.outbox = outbox;
    this.transactions = new TransactionTemplate(transactionManager);
    this.clock = clock;
  }

  /** Writes down what was counted since the last time. */
  public void write() {
    Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    List<ModelHealth.Counts> counted = health.take();
    try {
      transactions.executeWithoutResult(
          status -> {
            counted.forEach(counts -> write(minute, counts));
            jdbc.sql("delete from model_health where minute < ?")
                .param(Timestamp.from(minute.minus(KEPT)))
                .update();
          });
    } catch (RuntimeException failed) {
      log.warn("a minute of model health could not be written", failed);
    }
  }

  private void write(Instant minute, ModelHealth.Counts counts) {
    jdbc.sql(
            """
            insert into model_health values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (minute, model, channel) do update set
              calls = model_health.calls + excluded.calls,
              failures = model_health.failures + excluded.failures,
              first_contents = model_health.first_contents + excluded.first_contents,
              first_content_millis = model_health.first_content_millis + excluded.first_content_millis,
              output_tokens = model_health.output_tokens + excluded.output_tokens,
              stream_millis = model_health.stream_millis + excluded.stream_millis
            """)
        .params(
            Timestamp.from(minute),
            counts.model(),
            counts.channel(),
            counts.calls(),
            counts.failures(),
            counts.firstContents(),
            counts.firstContentMillis(),
            counts.outputTokens(),
            counts.streamMillis())
        .update();
    outbox.append(
        ModelHealthObserved.TOPIC, counts.model(), ModelHealthObserved.of(minute, counts));
  }

  @Override
  public void start() {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("model-health").daemon().factory());
    minutes = executor;
    var _ =
        executor.scheduleWithFixedDelay(
            this::write, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void stop() {
    ScheduledExecutorService executor = minutes;
    minutes = null;
    if (executor != null) {
      executor.shutdownNow();
      write();
    }
  }

  @Override
  public boolean isRunning() {
    return minutes != null;
  }
}
