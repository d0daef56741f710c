package io.posthouse.relay.admission;

import io.opentelemetry.context.Context;
import io.posthouse.relay.caller.Caller;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The keeper of leases as a part of the service: its threads, its clock, its last words. */
@Component
final class CachedLeases implements Leases, SmartLifecycle {

  /** Stopped once calls have drained, before the journal sends the epoch's last report. */
  static final int PHASE = -150;

  private static final Logger log = LoggerFactory.getLogger(CachedLeases.class);

  private final LeaseKeeper keeper;
  private final ExecutorService threads =
      Context.taskWrapping(
          Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("lease-", 0).factory()));
  private volatile @Nullable ScheduledExecutorService timer;

  CachedLeases(LeaseOffice office, LeaseProperties properties) {
    this.keeper = new LeaseKeeper(office, threads, System::nanoTime, properties.settings());
  }

  @Override
  public CompletionStage<LeaseAnswer> reserve(Caller caller, BigDecimal amount) {
    return keeper.reserve(caller, amount);
  }

  OptionalLong recall(String leaseId, boolean end) {
    return keeper.recall(leaseId, end);
  }

  private void tick() {
    try {
      keeper.tick();
    } catch (RuntimeException failed) {
      log.error("leases could not be looked after", failed);
    }
  }

  @Override
  public void start() {
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("lease-timer").daemon().factory());
    var _ = started.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    timer = started;
  }

  @Override
  public void stop() {
    ScheduledExecutorService running = timer;
    timer = null;
    if (running != null) {
      running.close();
      keeper.close();
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
