package io.posthouse.billing.refund;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.audit.Audit;
import io.posthouse.billing.rows.RowTimes;
import io.posthouse.billing.topup.TopUpGate;
import io.posthouse.billing.wallet.ServiceEnd;
import io.posthouse.outbox.Outbox;
import io.posthouse.web.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Decides, announces and withdraws the service's end (P31, I14). What stands is read every second,
 * so that a lease costs no look-up; the announced instant is days ahead.
 */
@Component
class ServiceTerminations implements TopUpGate, ServiceEnd {

  static final String DECIDED = "billing.service-termination-decided.v1";
  static final String WITHDRAWN = "billing.service-termination-withdrawn.v1";

  private static final Duration NOTICE = Duration.ofDays(7);

  private final JdbcClient jdbc;
  private final Outbox outbox;
  private final Audit audit;
  private final Clock clock;
  private volatile @Nullable ServiceTermination known;

  ServiceTerminations(JdbcClient jdbc, Outbox outbox, Audit audit, Clock clock) {
    this.jdbc = jdbc;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
  }

  /** {@code billing.service-termination-decided.v1}. */
  record Decided(String terminationId, String reason, Instant decidedAt) {}

  /** {@code billing.service-termination-withdrawn.v1}. */
  record Withdrawn(String terminationId, Instant withdrawnAt) {}

  /** The termination that is not withdrawn. */
  Optional<ServiceTermination> standing() {
    return jdbc.sql("select * from service_termination where status <> 'withdrawn'")
        .query(ServiceTerminations::read)
        .optional();
  }

  @Scheduled(fixedDelay = 1000)
  synchronized void refresh() {
    known = standing().orElse(null);
  }

  @Override
  public boolean isOpen() {
    ServiceTermination termination = known;
    return termination == null || !termination.takesNoMoney();
  }

  @Override
  public boolean hasEnded() {
    ServiceTermination termination = known;
    return termination != null && termination.isOver(clock.instant());
  }

  /**
   * Decides that the service ends; notification-service announces it.
   *
   * @throws ProblemException 409 when one stands
   */
  @Transactional
  public ServiceTermination decide(String reason, String person) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    Instant now = clock.instant();
    try {
      jdbc.sql(
              """
              insert into service_termination (id, status, reason, decided_by, decided_at)
              values (:id, 'decided', :reason, :person, :now)
              """)
          .param("id", id)
          .param("reason", reason)
          .param("person", person)
          .param("now", Timestamp.from(now))
          .update();
    } catch (DuplicateKeyException stands) {
      throw ProblemException.conflict(
          "termination-stands", "The service's end is decided already.");
    }
    outbox.append(DECIDED, "all", new Decided(id.toString(), reason, now));
    audit.record(person, "service-termination.decided", id.toString(), reason);
    return standing().orElseThrow();
  }

  /**
   * It was announced to everyone. The end is never less than 168 h after the announcement, whatever
   * the announcement says. One that was withdrawn meanwhile stays withdrawn.
   */
  @Transactional
  public void announced(UUID id, Instant announcedAt, Instant endsAt) {
    Instant earliest = announcedAt.plus(NOTICE);
    jdbc.sql(
            """
            update service_termination set status = 'announced', announced_at = :announced, ends_at = :ends
            where id = :id and status = 'decided'
            """)
        .param("id", id)
        .param("announced", Timestamp.from(announcedAt))
        .param("ends", Timestamp.from(endsAt.isBefore(earliest) ? earliest : endsAt))
        .update();
    refresh();
  }

  /**
   * Goes on after all; notification-service tells those that it told of the end. What was refunded
   * stays refunded.
   */
  @Transactional
  public void withdraw(String person) {
    UUID id =
        jdbc.sql(
                """
                update service_termination set status = 'withdrawn' where status <> 'withdrawn' returning id
                """)
            .query(UUID.class)
            .optional()
            .orElseThrow(() -> ProblemException.notFound("service termination"));
    outbox.append(WITHDRAWN, "all", new Withdrawn(id.toString(), clock.instant()));
    audit.record(person, "service-termination.withdrawn", id.toString(), "");
    refresh();
  }

  /** Refunding begins, or is over. */
  void become(UUID id, String status) {
    jdbc.sql(
            "update service_termination set status = :status where id = :id and status <> 'withdrawn'")
        .param("status", status)
        .param("id", id)
        .update();
  }

  private static ServiceTermination read(ResultSet row, int n) throws SQLException {
    return new ServiceTermination(
        row.getObject("id", UUID.class),
        row.getString("status"),
        row.getString("reason"),
        row.getString("decided_by"),
        row.getTimestamp("decided_at").toInstant(),
        RowTimes.instant(row, "announced_at"),
        RowTimes.instant(row, "ends_at"));
  }
}
