package io.posthouse.billing.refund;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.rows.RowTimes;
import io.posthouse.billing.wallet.Withdrawals;
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

/** The table of refunds. */
@Component
class RefundStore {

  private final JdbcClient jdbc;

  RefundStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A new refund; one that is approved is due at once. */
  void insert(
      UUID id,
      UUID topUpId,
      UUID account,
      String provider,
      Withdrawals.Taken taken,
      String cause,
      String reason,
      String status,
      String person,
      Instant now) {
    jdbc.sql(
            """
            insert into refund (id, top_up_id, account_id, provider, usd, cny, cause, reason, status, asked_by, asked_at,
              next_attempt_at)
            values (:id, :topUp, :account, :provider, :usd, :cny, :cause, :reason, :status, :person, :now, :due)
            """)
        .param("id", id)
        .param("topUp", topUpId)
        .param("account", account)
        .param("provider", provider)
        .param("usd", taken.usd().amount())
        .param("cny", taken.cny().amount())
        .param("cause", cause)
        .param("reason", reason)
        .param("status", status)
        .param("person", person)
        .param("now", Timestamp.from(now))
        .param("due", status.equals("approved") ? Timestamp.from(now) : null, Types.TIMESTAMP)
        .update();
  }

  /** Whether a refund of an order is under way. */
  boolean isOpen(UUID topUpId) {
    return jdbc.sql(
            "select exists (select from refund where top_up_id = :id and status in ('requested',"
                + " 'approved'))")
        .param("id", topUpId)
        .query(Boolean.class)
        .single();
  }

  /** The refund of an order that is under way, locked. */
  Optional<Refund> lockOpen(UUID topUpId) {
    return jdbc.sql(
            "select * from refund where top_up_id = :id and status in ('requested', 'approved') for"
                + " update")
        .param("id", topUpId)
        .query(RefundStore::read)
        .optional();
  }

  Optional<Refund> find(UUID id) {
    return jdbc.sql("select * from refund where id = :id")
        .param("id", id)
        .query(RefundStore::read)
        .optional();
  }

  Optional<Refund> lock(UUID id) {
    return jdbc.sql("select * from refund where id = :id for update")
        .param("id", id)
        .query(RefundStore::read)
        .optional();
  }

  void decide(UUID id, String status, String person, Instant now) {
    jdbc.sql(
            """
            update refund set status = :status, decided_by = :person, decided_at = :now,
              next_attempt_at = case when :status = 'approved' then :now::timestamptz end,
              finished_at = case when :status = 'rejected' then :now::timestamptz end
            where id = :id
            """)
        .param("status", status)
        .param("person", person)
        .param("now", Timestamp.from(now))
        .param("id", id)
        .update();
  }

  void finish(UUID id, String status, @Nullable String failure, Instant now) {
    jdbc.sql(
            """
            update refund set status = :status, failure = :failure, finished_at = :now, next_attempt_at = null
            where id = :id
            """)
        .param("status", status)
        .param("failure", failure, Types.VARCHAR)
        .param("now", Timestamp.from(now))
        .param("id", id)
        .update();
  }

  /** Claims what is due: nobody else tries it for a minute, then two, up to an hour. */
  List<Refund> claim(Instant now, int limit) {
    return jdbc.sql(
            """
            update refund set attempts = attempts + 1, next_attempt_at = cast(:now as timestamptz)
                + least(interval '1 hour', interval '1 minute' * power(2, least(attempts, 10)))
            where id in (select id from refund where status = 'approved' and next_attempt_at <= :now
                         order by next_attempt_at limit :limit for update skip locked)
            returning *
            """)
        .param("now", Timestamp.from(now))
        .param("limit", limit)
        .query(RefundStore::read)
        .list();
  }

  /** Those that wait for a person are approved: at the service's end nobody needs to ask. */
  int approveAll(Instant now) {
    return jdbc.sql(
            "update refund set status = 'approved', next_attempt_at = :now where status ="
                + " 'requested'")
        .param("now", Timestamp.from(now))
        .update();
  }

  /** Newest first; of one account, or of all. */
  List<Refund> list(@Nullable UUID account, UUID before, int limit) {
    return jdbc.sql(
            """
            select * from refund where id < :before and (:account::uuid is null or account_id = :account::uuid)
            order by id desc limit :limit
            """)
        .param("before", before)
        .param("account", account, Types.OTHER)
        .param("limit", limit)
        .query(RefundStore::read)
        .list();
  }

  private static Refund read(ResultSet row, int n) throws SQLException {
    return new Refund(
        row.getObject("id", UUID.class),
        row.getObject("top_up_id", UUID.class),
        row.getObject("account_id", UUID.class),
        row.getString("provider"),
        MoneyView.of(new Money(row.getBigDecimal("cny"), Currency.CNY)),
        MoneyView.of(Money.usd(row.getBigDecimal("usd"))),
        row.getString("cause"),
        row.getString("reason"),
        row.getString("status"),
        row.getString("asked_by"),
        row.getTimestamp("asked_at").toInstant(),
        row.getString("decided_by"),
        RowTimes.instant(row, "decided_at"),
        row.getString("failure"),
        RowTimes.instant(row, "finished_at"));
  }
}
