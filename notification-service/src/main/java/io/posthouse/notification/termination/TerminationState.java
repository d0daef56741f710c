package io.posthouse.notification.termination;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What people were told of each decision. One row a decision, locked while it is told of. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class TerminationState {

  private final JdbcClient jdbc;

  TerminationState(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * How a decision stands.
   *
   * @param endsAt as announced; null while nobody was told
   * @param withdrawnAt null while it stands
   */
  record Told(@Nullable Instant endsAt, @Nullable Instant withdrawnAt) {}

  /** A decision, locked; nothing was told of one that is new. */
  Told lock(UUID terminationId) {
    jdbc.sql(
            "insert into service_terminations (termination_id) values (:id) on conflict do nothing")
        .param("id", terminationId)
        .update();
    return jdbc.sql(
            "select ends_at, withdrawn_at from service_terminations where termination_id = :id for update")
        .param("id", terminationId)
        .query(
            (row, n) ->
                new Told(
                    instant(row.getTimestamp("ends_at")),
                    instant(row.getTimestamp("withdrawn_at"))))
        .single();
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }

  void announced(UUID terminationId, Instant endsAt) {
    jdbc.sql("update service_terminations set ends_at = :at where termination_id = :id")
        .param("at", Timestamp.from(endsAt))
        .param("id", terminationId)
        .update();
  }

  void withdrawn(UUID terminationId, Instant at) {
    jdbc.sql("update service_terminations set withdrawn_at = :at where termination_id = :id")
        .param("at", Timestamp.from(at))
        .param("id", terminationId)
        .update();
  }
}
