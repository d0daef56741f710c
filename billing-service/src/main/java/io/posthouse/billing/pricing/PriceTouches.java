package io.posthouse.billing.pricing;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Remembers when a price object last changed, and says so in the transaction of the change. */
@Component
class PriceTouches {

  private final JdbcClient jdbc;
  private final Clock clock;
  private final ApplicationEventPublisher events;

  PriceTouches(JdbcClient jdbc, Clock clock, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.events = events;
  }

  void touch(PriceTouched touched) {
    jdbc.sql(
            """
            insert into price_touched (kind, name, at) values (:kind, :name, :at)
            on conflict (kind, name) do update set at = greatest(price_touched.at, excluded.at)
            """)
        .param("kind", touched.kind().code())
        .param("name", touched.name())
        .param("at", Timestamp.from(clock.instant()))
        .update();
    events.publishEvent(touched);
  }

  List<String> since(PriceTouched.Kind kind, Instant since) {
    return jdbc.sql(
            "select name from price_touched where kind = :kind and at >= :since order by name")
        .param("kind", kind.code())
        .param("since", Timestamp.from(since))
        .query((row, n) -> row.getString("name"))
        .list();
  }
}
