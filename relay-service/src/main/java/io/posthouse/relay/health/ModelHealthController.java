package io.posthouse.relay.health;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Model health for the status page: by day, and what it is now. For services alone. */
@RestController
class ModelHealthController {

  private static final Duration NOW = Duration.ofMinutes(10);

  private final JdbcClient jdbc;
  private final Clock clock;

  ModelHealthController(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * The answer.
   *
   * @param items by day, of the last 90
   * @param recent of the last ten minutes; models that nobody called are not in it
   */
  record Health(List<Day> items, List<Recent> recent) {}

  /** The last ten minutes of one model in one channel. */
  record Recent(String model, String channel, long calls, long failures) {}

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
  Health health() {
    return new Health(days(), recent());
  }

  private List<Recent> recent() {
    return jdbc.sql(
            """
            select model, channel, sum(calls)::bigint as calls, sum(failures)::bigint as failures
            from model_health where minute >= ? group by 1, 2 order by 1, 2
            """)
        .param(Timestamp.from(clock.instant().minus(NOW)))
        .query(
            (row, number) ->
                new Recent(
                    row.getString("model"),
                    row.getString("channel"),
                    row.getLong("calls"),
                    row.getLong("failures")))
        .list();
  }

  private List<Day> days() {
    return jdbc.sql(
            """
                select (minute at time zone 'UTC')::date as day, model, channel,
                  sum(calls)::bigint as calls, sum(failures)::bigint as failures,
                  (sum(first_content_millis) / nullif(sum(first_contents), 0))::bigint as first_content_millis,
                  (sum(output_tokens) * 1000.0 / nullif(sum(stream_millis), 0))::float8 as tokens_per_second
                from model_health group by 1, 2, 3 order by 1, 2, 3
                """)
        .query((row, number) -> day(row))
        .list();
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
