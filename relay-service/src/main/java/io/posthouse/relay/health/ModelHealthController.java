package io.posthouse.relay.health;

import io.posthouse.web.Items;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Model health for the status page, by day. For services alone. */
@RestController
class ModelHealthController {

  private final JdbcClient jdbc;

  ModelHealthController(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One day of one model in one channel, in UTC.
   *
   * @param firstContentMillis on average; null when no call told
   * @param tokensPerSecond on average; null when no call told
   */
  record Day(
      LocalDate day,
      String model,
      String channel,
      long calls,
      long failures,
      @Nullable Long firstContentMillis,
      @Nullable Double tokensPerSecond) {}

  @GetMapping("/internal/model-health")
  Items<Day> days() {
    List<Day> days =
        jdbc.sql(
                """
                select (minute at time zone 'UTC')::date as day, model, channel,
                  sum(calls)::bigint as calls, sum(failures)::bigint as failures,
                  (sum(first_content_millis) / nullif(sum(first_contents), 0))::bigint as first_content_millis,
                  (sum(output_tokens) * 1000.0 / nullif(sum(stream_millis), 0))::float8 as tokens_per_second
                from model_health group by 1, 2, 3 order by 1, 2, 3
                """)
            .query((row, number) -> day(row))
            .list();
    return Items.all(days);
  }

  private static Day day(ResultSet row) throws SQLException {
    return new Day(
        row.getObject("day", LocalDate.class),
        row.getString("model"),
        row.getString("channel"),
        row.getLong("calls"),
        row.getLong("failures"),
        row.getObject("first_content_millis", Long.class),
        row.getObject("tokens_per_second", Double.class));
  }
}
