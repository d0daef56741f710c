package io.posthouse.billing.usage;

import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Makes the usage table's partitions ahead: this month's and the next two. */
@Component
class UsageMonths {

  private static final int AHEAD = 2;

  private final UsageStore store;
  private final InstantSource realTime = InstantSource.system();

  UsageMonths(UsageStore store) {
    this.store = store;
  }

  @EventListener(ApplicationReadyEvent.class)
  @Scheduled(cron = "0 17 3 * * *", zone = "UTC")
  void makeAhead() {
    ahead(realTime.instant()).forEach(store::ensureMonth);
  }

  /** An instant of each month whose partition must be there; months are those of UTC. */
  static List<Instant> ahead(Instant now) {
    YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
    return IntStream.rangeClosed(0, AHEAD)
        .mapToObj(month::plusMonths)
        .map(each -> each.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant())
        .toList();
  }
}
