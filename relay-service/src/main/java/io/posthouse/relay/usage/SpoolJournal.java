package io.posthouse.relay.usage;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.posthouse.relay.node.Epochs;
import io.posthouse.relay.spool.Place;
import io.posthouse.relay.spool.Shipper;
import io.posthouse.relay.spool.Spool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The journal on the spool. At its start it closes what an earlier process left open, ships it, and
 * says that process's last word on its epochs; at its stop it ships what there is and says its own.
 */
@Component
final class SpoolJournal implements UsageJournal, SmartLifecycle {

  /** After event loops have drained and leases were given back, before the database goes. */
  static final int PHASE = -200;

  private static final Logger log = LoggerFactory.getLogger(SpoolJournal.class);
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Epochs epochs;
  private final SpoolProperties properties;
  private final Map<String, Object> kafka;
  private final List<Long> unfinished = new ArrayList<>();
  private volatile @Nullable Spool spool;
  private volatile @Nullable Shipper shipper;
  private volatile @Nullable ScheduledExecutorService timer;
  private Place recovered = new Place(0, 0);
  private boolean filling;

  SpoolJournal(
      Epochs epochs, SpoolProperties properties, KafkaProperties kafka, MeterRegistry meters) {
    this.epochs = epochs;
    this.properties = properties;
    this.kafka = kafka.buildProducerProperties();
    meters.gauge("posthouse.spool.bytes", this, it -> it.spool == null ? 0 : it.spool().bytes());
    meters.gauge(
        "posthouse.spool.open.calls", this, it -> it.spool == null ? 0 : it.spool().openCalls());
    meters.gauge("posthouse.spool.full", this, it -> it.isFull() ? 1 : 0);
  }

  private Spool spool() {
    return requireNonNull(spool, "the journal is not started");
  }

  @Override
  public CompletionStage<Void> write(List<JournalEntry> entries) {
    return spool().write(entries.stream().map(this::line).toList());
  }

  private Spool.Line line(JournalEntry entry) {
    CallRecord call = entry.call();
    return switch (entry) {
      case JournalEntry.Opened _ -> Spool.Line.open(epoch(call), id(call), () -> text(call, 0));
      case JournalEntry.Closed _ -> Spool.Line.close(epoch(call), id(call), seq -> text(call, seq));
    };
  }

  @Override
  public void progress(Supplier<CallRecord> call) {
    if (!spool().isBusy()) {
      CallRecord now = call.get();
      spool().progress(epoch(now), id(now), () -> text(now, 0));
    }
  }

  private static long epoch(CallRecord call) {
    return call.admission().reservation().epoch();
  }

  private static String id(CallRecord call) {
    return call.caller().requestId();
  }

  private byte[] text(CallRecord call, long seq) {
    return UsageText.of(
        UsageRecorded.of(call, epochs.node(), epoch(call), seq), call.traceparent());
  }

  @Override
  public boolean isFull() {
    Spool open = spool;
    return open == null || open.isFull();
  }

  @Override
  public void start() {
    try {
      Spool opened = Spool.open(properties.settings());
      recover(opened);
      spool = opened;
      epochs.onBegin(opened::began);
      Shipper started = new Shipper(opened, new KafkaCourier(kafka));
      started.start();
      shipper = started;
    } catch (IOException failed) {
      throw new UncheckedIOException("posthouse.relay.spool.directory cannot be used", failed);
    }
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("spool-timer").daemon().factory());
    var _ =
        started.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    timer = started;
  }

  /** Calls that were running when an earlier process died end as they last stood. */
  private void recover(Spool opened) {
    unfinished.addAll(opened.earlierEpochs());
    List<CompletableFuture<Void>> closed =
        opened.unclosed().stream()
            .map(
                call ->
                    opened.close(
                        call.epoch(), call.call(), seq -> UsageText.numbered(call.payload(), seq)))
            .toList();
    CompletableFuture.allOf(closed.toArray(CompletableFuture[]::new)).join();
    recovered = opened.written();
    if (!closed.isEmpty()) {
      log.warn("{} calls were running when this node died; they are closed now", closed.size());
    }
  }

  private void look() {
    try {
      finishEarlier();
      boolean filled = spool().bytes() * 10 >= spool().mostBytes() * 8;
      if (filled != filling) {
        filling = filled;
        log.warn(
            "the spool holds {} of {} bytes: {}",
            spool().bytes(),
            spool().mostBytes(),
            filled ? "Kafka has to take some soon" : "there is room again");
      }
    } catch (RuntimeException failed) {
      log.error("the spool could not be looked after", failed);
    }
  }

  private void finishEarlier() {
    if (!unfinished.isEmpty() && requireNonNull(shipper).isPast(recovered)) {
      unfinished.removeIf(this::finish);
    }
  }

  private boolean finish(long epoch) {
    boolean told = epochs.finish(epoch, spool().lastSeq(epoch));
    if (told) {
      var _ = spool().over(epoch);
    }
    return told;
  }

  @Override
  public void stop() {
    ScheduledExecutorService running = timer;
    timer = null;
    if (running == null) {
      return;
    }
    running.close();
    Shipper last = requireNonNull(shipper);
    try {
      long until = System.nanoTime() + LAST_WORDS.toNanos();
      while (!last.isDone() && System.nanoTime() - until < 0) {
        Thread.sleep(5);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (last.isDone() && spool().openCalls() == 0) {
      spool().epochs().keySet().forEach(this::finish);
    } else {
      log.warn("not everything is shipped; it stays in the spool for the next start");
    }
    last.close();
    try {
      spool().close();
    } catch (IOException failed) {
      log.error("the spool could not be closed", failed);
    }
  }

  @Override
  public boolean isRunning() {
    return timer != null;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
