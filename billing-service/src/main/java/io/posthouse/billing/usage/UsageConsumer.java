package io.posthouse.billing.usage;

import io.micrometer.core.instrument.MeterRegistry;
import io.posthouse.billing.money.Money;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Listens to {@code relay.usage-recorded.v1} in batches and acknowledges after the commit (money.md
 * 3.7 to 3.9).
 *
 * <p>Nothing is thrown to the container: a record that cannot be posted is quarantined; when the
 * database is away the batch is not acknowledged, and comes again after a pause, for ever.
 */
@Component
class UsageConsumer {

  static final String TOPIC = "relay.usage-recorded.v1";

  private static final Logger log = LoggerFactory.getLogger(UsageConsumer.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final UsageBatch batches;
  private final UsageTraces traces;
  private final MeterRegistry meters;

  UsageConsumer(UsageBatch batches, UsageTraces traces, MeterRegistry meters) {
    this.batches = batches;
    this.traces = traces;
    this.meters = meters;
  }

  @KafkaListener(topics = TOPIC, containerFactory = "usageListeners", batch = "true")
  void recorded(List<ConsumerRecord<String, byte[]>> records, Acknowledgment acknowledgment) {
    try {
      take(records.stream().map(RawUsage::of).toList());
      acknowledgment.acknowledge();
    } catch (RuntimeException away) {
      log.warn(
          "a batch of {} usage records was not posted and is tried again", records.size(), away);
      meters.counter("posthouse.usage.retried").increment();
      acknowledgment.nack(0, PAUSE);
    }
  }

  /**
   * Takes a batch; if it fails for a reason of its own, its records one by one, so that only the
   * bad one is set aside.
   */
  private void take(List<RawUsage> batch) {
    try {
      traced(batch);
    } catch (RuntimeException failed) {
      if (isInfrastructure(failed)) {
        throw failed;
      }
      log.error("a batch of {} usage records failed and is taken one by one", batch.size(), failed);
      for (RawUsage raw : batch) {
        takeAlone(raw);
      }
    }
  }

  private void takeAlone(RawUsage raw) {
    try {
      traced(List.of(raw));
    } catch (RuntimeException failed) {
      if (isInfrastructure(failed)) {
        throw failed;
      }
      log.error("a usage record could not be posted and is quarantined", failed);
      report(
          batches.quarantine(raw, "failed: " + failed.getClass().getSimpleName()),
          new IdentityHashMap<>());
    }
  }

  private void traced(List<RawUsage> batch) {
    IdentityHashMap<RawUsage, UsageTraces.Traced> spans = new IdentityHashMap<>();
    for (RawUsage raw : batch) {
      spans.put(raw, traces.start(raw));
    }
    try {
      report(batches.take(batch), spans);
    } finally {
      spans.values().forEach(UsageTraces.Traced::end);
    }
  }

  private void report(
      UsageBatch.Outcome outcome, IdentityHashMap<RawUsage, UsageTraces.Traced> spans) {
    for (UsageStore.Rated posted : outcome.posted()) {
      Money uncollected = outcome.uncollected().get(posted.usage().requestId());
      within(spans.get(posted.raw()), () -> logPosted(posted, uncollected));
    }
    for (UsageStore.Refused refused : outcome.quarantined()) {
      within(
          spans.get(refused.raw()),
          () ->
              log.error(
                  "a usage record was quarantined: {} record={}-{}@{}",
                  refused.why(),
                  refused.raw().topic(),
                  refused.raw().partition(),
                  refused.raw().offset()));
    }
    meters.counter("posthouse.usage.posted").increment(outcome.posted().size());
    meters.counter("posthouse.usage.repeated").increment(outcome.repeated());
    meters.counter("posthouse.usage.quarantined").increment(outcome.quarantined().size());
    meters.counter("posthouse.usage.uncollected").increment(outcome.uncollected().size());
  }

  private static void within(UsageTraces.@Nullable Traced span, Runnable action) {
    if (span == null) {
      action.run();
    } else {
      span.run(action);
    }
  }

  private static void logPosted(UsageStore.Rated posted, @Nullable Money uncollected) {
    log.info(
        "usage posted request={} account={} model={} charge={}",
        posted.usage().requestId(),
        posted.usage().accountId(),
        posted.usage().requestedModel(),
        posted.charge());
    if (uncollected != null) {
      log.error(
          "a charge exceeded its wallet and went to deficit request={} account={} amount={}",
          posted.usage().requestId(),
          posted.usage().accountId(),
          uncollected);
    }
  }

  private static boolean isInfrastructure(RuntimeException failed) {
    return failed instanceof TransientDataAccessException
        || failed instanceof RecoverableDataAccessException
        || failed instanceof NonTransientDataAccessResourceException
        || failed instanceof TransactionException
        || failed instanceof UncategorizedSQLException;
  }
}
