package io.posthouse.billing.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Makes the usage table's partitions ahead: this month's and the next two. */
@Component
class UsageMonths {

  private final UsageStore store;
  private final InstantSource realTime = InstantSource.system();

  UsageMonths(UsageStore store) {
    this.store = store;
  }

  @EventListener(ApplicationReadyEvent.class)
  @Scheduled(cron = "0 17 3 * * *", zone = "UTC")
  void makeAhead() {
    Instant now = realTime.instant();
    for (int months = 0; months <= 2; months++) {
      store.ensureMonth(now.plus(Duration.ofDays(30L * months)));
    }
  }
}
