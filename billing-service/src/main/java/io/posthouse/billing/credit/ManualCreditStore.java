package io.posthouse.billing.credit;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.rows.RowTimes;
import io.posthouse.billing.web.MoneyView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of manual credits. */
@Component
class ManualCreditStore {

  private final JdbcClient jdbc;

  ManualCreditStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A new one, posted already unless it waits. */
  void insert(
      UUID id,
      UUID account,
      @Nullable UUID requestId,
      Money amount,
      String reason,
      boolean waits,
      String person,
      Instant now) {
    jdbc.sql(
            """
            insert into manual_credit (id, account_id, request_id, amount_usd, reason, status, asked_by, asked_at, decided_at)
            values (:id, :account, :request, :amount, :reason, :status, :person, :now, :decided)
            """)
        .param("id", id)
        .param("account", account)
        .param("request", requestId, Types.OTHER)
        .param("amount", amount.amount())
        .param("reason", reason)
        .param("status", waits ? "waiting" : "posted")
        .param("person", person)
        .param("now", Timestamp.from(now))
        .param("decided", waits ? null : Timestamp.from(now), Types.TIMESTAMP)
        .update();
  }

  void decide(UUID id, boolean approve, String person, Instant now) {
    jdbc.sql(
            "update manual_credit set status = :status, decided_by = :person, decided_at = :now where id = :id")
        .param("status", approve ? "posted" : "rejected")
        .param("person", person)
        .param("now", Timestamp.from(now))
        .param("id", id)
        .update();
  }

  Optional<ManualCredit> find(UUID id) {
    return jdbc.sql("select * from manual_credit where id = :id")
        .param("id", id)
        .query(ManualCreditStore::read)
        .optional();
  }

  Optional<ManualCredit> lock(UUID id) {
    return jdbc.sql("select * from manual_credit where id = :id for update")
        .param("id", id)
        .query(ManualCreditStore::read)
        .optional();
  }

  /** Newest first. */
  List<ManualCredit> list(ManualCredit.Purpose purpose, UUID before, int limit) {
    return jdbc.sql(
            """
            select * from manual_credit where id < :before and (request_id is not null) = :correction
            order by id desc limit :limit
            """)
        .param("before", before)
        .param("correction", purpose == ManualCredit.Purpose.CORRECTION)
        .param("limit", limit)
        .query(ManualCreditStore::read)
        .list();
  }

  private static ManualCredit read(ResultSet row, int n) throws SQLException {
    @Nullable UUID requestId = row.getObject("request_id", UUID.class);
    return new ManualCredit(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        requestId,
        MoneyView.of(Money.usd(row.getBigDecimal("amount_usd"))),
        row.getString("reason"),
        row.getString("status"),
        row.getString("asked_by"),
        row.getTimestamp("asked_at").toInstant(),
        row.getString("decided_by"),
        RowTimes.instant(row, "decided_at"));
  }
}
