package io.posthouse.notification.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.posthouse.notification.recipient.RealTime;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Watches the queue (contracts: every e-mail is accepted or finally failed within 24 h, else an
 * alarm). The alarm is an error in the log each minute and the gauge {@code
 * posthouse.deliveries.overdue}; {@code posthouse.deliveries.queued} is the queue's length.
 */
@Component
class OverdueAlarm {

  private static final Logger log = LoggerFactory.getLogger(OverdueAlarm.class);
  private static final Duration ALLOWED = Duration.ofHours(24);
  private static final Duration GIVE_UP = Duration.ofDays(7);

  private final JdbcClient jdbc;
  private final RealTime time;
  private final AtomicLong queued = new AtomicLong();
  private final AtomicLong overdue = new AtomicLong();

  OverdueAlarm(JdbcClient jdbc, RealTime time, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.time = time;
    Gauge.builder("posthouse.deliveries.queued", queued, AtomicLong::get).register(meters);
    Gauge.builder("posthouse.deliveries.overdue", overdue, AtomicLong::get).register(meters);
  }

  @Scheduled(fixedDelayString = "PT1M")
  void look() {
    queued.set(count("select count(*) from deliveries where status = 'QUEUED'"));
    overdue.set(
        jdbc.sql("select count(*) from deliveries where status = 'QUEUED' and queued_at < :before")
            .param("before", Timestamp.from(time.now().minus(ALLOWED)))
            .query(Long.class)
            .single());
    if (overdue.get() > 0) {
      log.error("mails are queued for more than 24 hours: {}", overdue.get());
    }
    giveUp();
  }

  private void giveUp() {
    int given =
        jdbc.sql(
                """
                update deliveries set status = 'FAILED',
                  last_error = 'given up after 7 days: ' || coalesce(last_error, 'no address is known')
                where status = 'QUEUED' and queued_at < :before
                  and (lease_until is null or lease_until < :now)
                """)
            .param("before", Timestamp.from(time.now().minus(GIVE_UP)))
            .param("now", Timestamp.from(time.now()))
            .update();
    if (given > 0) {
      log.error("mails are given up after 7 days: {}", given);
    }
  }

  private long count(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }
}
