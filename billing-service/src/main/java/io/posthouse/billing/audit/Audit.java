package io.posthouse.billing.audit;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The audit log. Thread-safe. */
@Service
public class Audit {

  private static final int LONGEST = 2_000;

  private final JdbcClient jdbc;
  private final Clock clock;

  Audit(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Writes an entry, in the caller's transaction.
   *
   * @param person who; the token's subject
   * @param action such as {@code refund.approved}
   * @param subject what it was done to
   * @param details in words; cut at 2,000 characters
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(String person, String action, String subject, String details) {
    jdbc.sql(
            """
            insert into audit_entry (id, at, person, action, subject, details)
            values (:id, :now, :person, :action, :subject, :details)
            """)
        .param("id", UuidCreator.getTimeOrderedEpoch())
        .param("now", Timestamp.from(clock.instant()))
        .param("person", person)
        .param("action", action)
        .param("subject", subject)
        .param("details", details.length() > LONGEST ? details.substring(0, LONGEST) : details)
        .update();
  }

  /**
   * Entries, newest first.
   *
   * @param subject only those about it; null for all
   * @param before only those before that one
   */
  @Transactional(readOnly = true)
  public List<AuditEntry> list(@Nullable String subject, UUID before, int limit) {
    return jdbc.sql(
            """
            select id, at, person, action, subject, details from audit_entry
            where id < :before and (:subject::text is null or subject = :subject)
            order by id desc limit :limit
            """)
        .param("before", before)
        .param("subject", subject)
        .param("limit", limit)
        .query(
            (row, n) ->
                new AuditEntry(
                    row.getObject("id", UUID.class),
                    row.getTimestamp("at").toInstant(),
                    row.getString("person"),
                    row.getString("action"),
                    row.getString("subject"),
                    row.getString("details")))
        .list();
  }
}
