package io.posthouse.auth.registration;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts registrations per network address, in windows of an hour that begin with the first. The
 * count is in the database, so it holds over all instances and restarts.
 */
@Component
class RegistrationLimit {

  private static final Duration WINDOW = Duration.ofHours(1);

  private final JdbcClient jdbc;
  private final int most;
  private final InstantSource time;

  RegistrationLimit(
      JdbcClient jdbc,
      RegistrationProperties properties,
      @Qualifier("realTime") InstantSource time) {
    this.jdbc = jdbc;
    this.most = properties.perAddressPerHour();
    this.time = time;
  }

  /** Counts one. Empty when it is within the limit; else how long until the next one is. */
  Optional<Duration> exceeded(String address) {
    Instant now = time.instant();
    Count count =
        jdbc.sql(
                """
                insert into registration_counts as c (network, window_start, requests)
                values (:network, :now, 1)
                on conflict (network) do update set
                  requests = case when c.window_start <= :over then 1 else c.requests + 1 end,
                  window_start = case when c.window_start <= :over then :now else c.window_start end
                returning requests, window_start
                """)
            .param("network", address)
            .param("now", Timestamp.from(now))
            .param("over", Timestamp.from(now.minus(WINDOW)))
            .query(
                (row, n) ->
                    new Count(row.getInt("requests"), row.getTimestamp("window_start").toInstant()))
            .single();
    return count.requests() <= most
        ? Optional.empty()
        : Optional.of(Duration.between(now, count.start().plus(WINDOW)));
  }

  /** Forgets windows that are over. */
  void clean() {
    jdbc.sql("delete from registration_counts where window_start < :over")
        .param("over", Timestamp.from(time.instant().minus(WINDOW)))
        .update();
  }

  private record Count(int requests, Instant start) {}
}
