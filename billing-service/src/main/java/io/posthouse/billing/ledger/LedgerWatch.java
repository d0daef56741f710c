package io.posthouse.billing.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.posthouse.billing.money.Currency;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Runs the monitors every minute on what was posted lately, the trial balance with them, and closes
 * the days that are over. What is wrong is an error in the log and a gauge above zero.
 */
@Component
class LedgerWatch {

  private static final Logger log = LoggerFactory.getLogger(LedgerWatch.class);
  private static final Duration LATELY = Duration.ofMinutes(3);

  /** A closed day is compared with its fingerprint every night for a month. */
  private static final int NIGHTS = 31;

  private final LedgerMonitors monitors;
  private final TrialBalance trial;
  private final LedgerDays days;
  private final Clock clock;
  private final AtomicInteger violations = new AtomicInteger();
  private final AtomicInteger differences = new AtomicInteger();
  private final AtomicInteger changed = new AtomicInteger();
  private final AtomicReference<BigDecimal> deficit = new AtomicReference<>(BigDecimal.ZERO);

  LedgerWatch(
      LedgerMonitors monitors,
      TrialBalance trial,
      LedgerDays days,
      Clock clock,
      MeterRegistry meters) {
    this.monitors = monitors;
    this.trial = trial;
    this.days = days;
    this.clock = clock;
    meters.gauge("posthouse.ledger.violations", violations);
    meters.gauge("posthouse.ledger.trial-balance.differences", differences);
    meters.gauge("posthouse.ledger.days.changed", changed);
    Gauge.builder("posthouse.ledger.deficit", deficit, held -> held.get().doubleValue())
        .baseUnit("usd")
        .register(meters);
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
    List<String> apart = trial.differences();
    differences.set(apart.size());
    apart.forEach(difference -> log.error("the trial balance is not zero: {}", difference));
    deficit.set(
        trial.accounts().stream()
            .filter(account -> account.account().equals(Account.DEFICIT.code()))
            .filter(account -> account.currency() == Currency.USD)
            .map(account -> account.net().negated().amount())
            .findFirst()
            .orElse(BigDecimal.ZERO));
  }

  @Scheduled(cron = "0 37 2 * * *", zone = "UTC")
  void nightly() {
    while (days.closeNext().isPresent()) {
      log.info("a day of the ledger was closed");
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    List<LocalDate> different = days.changedSince(today.minusDays(NIGHTS));
    changed.set(different.size());
    different.forEach(day -> log.error("the ledger is wrong: I2: {} was changed", day));
  }
}
