package io.posthouse.billing.topup;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * When each unpaid order's provider is asked next, on the business clock. Pauses double from 15
 * seconds to 5 minutes. Rows are claimed by putting them off, so that of several instances one asks
 * and a crash costs a pause. Thread-safe.
 */
@Component
class PollTimes {

  private static final Duration FIRST = Duration.ofSeconds(15);

  private final JdbcClient jdbc;
  private final Clock clock;

  PollTimes(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** A new order, in its transaction. */
  void watch(TopUp order) {
    jdbc.sql("insert into payment_poll (order_id, provider, next_at) values (:id, :provider, :at)")
        .param("id", order.getId())
        .param("provider", order.provider())
        .param("at", Timestamp.from(order.createdAt().plus(FIRST)))
        .update();
  }

  /** The providers that somebody is to be asked about. */
  List<String> providers() {
    return jdbc.sql("select distinct provider from payment_poll where next_at <= :now")
        .param("now", Timestamp.from(clock.instant()))
        .query((row, n) -> row.getString("provider"))
        .list();
  }

  /** Claims what is due, oldest first. */
  List<UUID> claim(String provider, int limit) {
    Instant now = clock.instant();
    return jdbc.sql(
            """
            update payment_poll set attempts = attempts + 1,
              next_at = cast(:now as timestamptz)
                + least(interval '5 minutes', interval '15 seconds' * power(2, least(attempts, 10)))
            where order_id in (
              select order_id from payment_poll where provider = :provider and next_at <= :now
              order by next_at limit :limit for update skip locked)
            returning order_id
            """)
        .param("now", Timestamp.from(now))
        .param("provider", provider)
        .param("limit", limit)
        .query((row, n) -> row.getObject("order_id", UUID.class))
        .list();
  }

  /** Nothing more is to be heard of an order. */
  void forget(UUID order) {
    jdbc.sql("delete from payment_poll where order_id = :id").param("id", order).update();
  }
}
