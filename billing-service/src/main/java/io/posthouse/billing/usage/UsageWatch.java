package io.posthouse.billing.usage;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks every minute for records that did not come, and counts what waits in quarantine. */
@Component
class UsageWatch {

  private static final Logger log = LoggerFactory.getLogger(UsageWatch.class);

  private final UsageCompleteness completeness;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final AtomicLong missing = new AtomicLong();
  private final AtomicLong waiting = new AtomicLong();

  UsageWatch(UsageCompleteness completeness, JdbcClient jdbc, Clock clock, MeterRegistry meters) {
    this.completeness = completeness;
    this.jdbc = jdbc;
    this.clock = clock;
    meters.gauge("posthouse.usage.missing", missing);
    meters.gauge("posthouse.usage.quarantine.waiting", waiting);
  }

  @Scheduled(
      initialDelayString = "${posthouse.ledger.monitor-interval:60s}",
      fixedDelayString = "${posthouse.ledger.monitor-interval:60s}")
  void watch() {
    List<UsageCompleteness.Gap> overdue =
        completeness.gaps().stream()
            .filter(gap -> UsageCompleteness.isOverdue(gap, clock.instant()))
            .toList();
    missing.set(
        overdue.stream().mapToLong(gap -> gap.lastMissing() - gap.firstMissing() + 1).sum());
    overdue.forEach(
        gap ->
            log.error(
                "usage records are missing: node={} epoch={} seq {} to {}",
                gap.node(),
                gap.epoch(),
                gap.firstMissing(),
                gap.lastMissing()));
    waiting.set(
        jdbc.sql("select count(*) from usage_quarantine where redriven_at is null")
            .query(Long.class)
            .single());
  }
}
