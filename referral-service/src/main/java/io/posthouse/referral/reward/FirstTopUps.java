package io.posthouse.referral.reward;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** First paid top-ups, refunds and barred accounts, as they were heard of. */
@Component
class FirstTopUps {

  private final JdbcClient jdbc;

  FirstTopUps(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Makes all that concerns one invited account happen one after the other, until the transaction
   * ends.
   */
  void lock(UUID account) {
    jdbc.sql("select pg_advisory_xact_lock(:key)")
        .param("key", account.getMostSignificantBits() ^ account.getLeastSignificantBits())
        .query((row, n) -> n)
        .single();
  }

  void keep(UUID account, TopUp topUp) {
    jdbc.sql(
            """
            insert into first_top_up (account_id, top_up_id, credited, paid_at)
            values (:account, :topUp, :credited, :paid) on conflict do nothing
            """)
        .param("account", account)
        .param("topUp", topUp.id())
        .param("credited", topUp.credited())
        .param("paid", Timestamp.from(topUp.paidAt()))
        .update();
  }

  Optional<TopUp> of(UUID account) {
    return jdbc.sql(
            "select top_up_id, credited, paid_at from first_top_up where account_id = :account")
        .param("account", account)
        .query(
            (row, n) ->
                new TopUp(
                    row.getObject("top_up_id", UUID.class),
                    row.getBigDecimal("credited"),
                    row.getTimestamp("paid_at").toInstant()))
        .optional();
  }

  void keepRefund(UUID topUp, UUID refund, Instant at) {
    jdbc.sql(
            """
            insert into refunded_top_up as kept (top_up_id, refund_id, refunded_at) values (:topUp, :refund, :at)
            on conflict (top_up_id, refund_id) do update
              set refunded_at = coalesce(kept.refunded_at, excluded.refunded_at)
            """)
        .param("topUp", topUp)
        .param("refund", refund)
        .param("at", Timestamp.from(at))
        .update();
  }

  /** It may be heard of before what it undoes. */
  void keepRestoration(UUID topUp, UUID refund, Instant at) {
    jdbc.sql(
            """
            insert into refunded_top_up as kept (top_up_id, refund_id, restored_at) values (:topUp, :refund, :at)
            on conflict (top_up_id, refund_id) do update
              set restored_at = coalesce(kept.restored_at, excluded.restored_at)
            """)
        .param("topUp", topUp)
        .param("refund", refund)
        .param("at", Timestamp.from(at))
        .update();
  }

  /** Whether some of it went back to the payer and is not there again. */
  boolean isRefunded(UUID topUp) {
    return jdbc.sql(
            """
            select exists (select 1 from refunded_top_up
                           where top_up_id = :topUp and refunded_at is not null and restored_at is null)
            """)
        .param("topUp", topUp)
        .query(Boolean.class)
        .single();
  }

  void bar(UUID account, String status, Instant since) {
    jdbc.sql(
            """
            insert into barred_account values (:account, :status, :since)
            on conflict (account_id) do update set status = excluded.status, since = excluded.since
            """)
        .param("account", account)
        .param("status", status)
        .param("since", Timestamp.from(since))
        .update();
  }

  void unbar(UUID account) {
    jdbc.sql("delete from barred_account where account_id = :account")
        .param("account", account)
        .update();
  }

  boolean isBarred(UUID account) {
    return jdbc.sql("select exists (select 1 from barred_account where account_id = :account)")
        .param("account", account)
        .query(Boolean.class)
        .single();
  }
}
