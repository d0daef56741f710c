package io.posthouse.billing.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Runs the monitors every minute on what was posted lately. A violation is an error in the log and
 * a gauge above zero.
 */
@Component
class LedgerWatch {

  private static final Logger log = LoggerFactory.getLogger(LedgerWatch.class);
  private static final Duration LATELY = Duration.ofMinutes(3);

  private final LedgerMonitors monitors;
  private final Clock clock;
  private final AtomicInteger violations;

  LedgerWatch(LedgerMonitors monitors, Clock clock, MeterRegistry meters) {
    this.monitors = monitors;
    this.clock = clock;
    this.violations = new AtomicInteger();
    meters.gauge("posthouse.ledger.violations", violations);
  }

  @Scheduled(
      initialDelayString = "${posthouse.ledger.monitor-interval:60s}",
      fixedDelayString = "${posthouse.ledger.monitor-interval:60s}")
  void watch() {
    List<LedgerMonitors.Violation> found = monitors.since(clock.instant().minus(LATELY));
    violations.set(found.size());
    for (LedgerMonitors.Violation violation : found) {
      log.error("the ledger is wrong: {} at {}", violation.invariant(), violation.where());
    }
  }
}
