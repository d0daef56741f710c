package io.posthouse.notification.delivery;

import io.posthouse.notification.recipient.RealTime;
import io.posthouse.notification.wording.Language;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The queued mails. A claim holds for {@link #LEASE}; every later step of its holder is refused
 * once somebody else has claimed the mail. Each method is one statement, and so one transaction.
 * Thread-safe, over all instances.
 */
@Repository
class MailQueue {

  /** Longer than one mail can take, given the SMTP timeouts. */
  static final Duration LEASE = Duration.ofMinutes(5);

  private final JdbcClient jdbc;
  private final RealTime time;
  private final Clock clock;

  MailQueue(JdbcClient jdbc, RealTime time, Clock clock) {
    this.jdbc = jdbc;
    this.time = time;
    this.clock = clock;
  }

  /** Claims up to that many mails that are due, oldest first, to people whose address is known. */
  List<Claim> claim(UUID holder, int most) {
    return jdbc.sql(
            """
            with due as (
              select d.notice_id, d.account_id
              from deliveries d join recipients r on r.account_id = d.account_id
              where d.status = 'QUEUED' and d.next_attempt_at <= :now
                and (d.lease_until is null or d.lease_until < :now)
                and d.way = 'EMAIL' and r.address is not null and r.status in ('ACTIVE', 'SUSPENDED')
              order by d.next_attempt_at limit :most
              for update of d skip locked)
            update deliveries d set lease_holder = :holder, lease_until = :until
            from due join recipients r on r.account_id = due.account_id
            where d.notice_id = due.notice_id and d.account_id = due.account_id and d.way = 'EMAIL'
              and r.address is not null
            returning d.notice_id, d.account_id, d.attempts, d.refusals, r.language, r.address
            """)
        .param("now", Timestamp.from(time.now()))
        .param("most", most)
        .param("holder", holder)
        .param("until", Timestamp.from(time.now().plus(LEASE)))
        .query(
            (row, n) ->
                new Claim(
                    row.getObject("notice_id", UUID.class),
                    row.getObject("account_id", UUID.class),
                    Language.valueOf(row.getString("language")),
                    row.getBytes("address"),
                    row.getInt("attempts"),
                    row.getInt("refusals")))
        .list();
  }

  /** Renews the lease and counts an attempt; false when the claim is no longer the holder's. */
  boolean begin(UUID holder, Claim claim) {
    return held("attempts = attempts + 1, lease_until = :until", holder, claim)
            .param("until", Timestamp.from(time.now().plus(LEASE)))
            .update()
        == 1;
  }

  /** The mail server took it. */
  void accepted(UUID holder, Claim claim) {
    held(
            "status = 'SENT', told_at = :told, last_error = null, lease_holder = null, lease_until = null",
            holder,
            claim)
        .param("told", Timestamp.from(clock.instant()))
        .update();
  }

  /** To be tried again from that instant. */
  void again(UUID holder, Claim claim, int refusals, String why, Instant at) {
    held(
            "last_error = :why, refusals = :refusals, next_attempt_at = :at, lease_holder = null, lease_until = null",
            holder,
            claim)
        .param("why", why)
        .param("refusals", refusals)
        .param("at", Timestamp.from(at))
        .update();
  }

  /** Given up for good. */
  void failed(UUID holder, Claim claim, String why) {
    held(
            "status = 'FAILED', last_error = :why, lease_holder = null, lease_until = null",
            holder,
            claim)
        .param("why", why)
        .update();
  }

  private JdbcClient.StatementSpec held(String change, UUID holder, Claim claim) {
    return jdbc.sql(
            "update deliveries set "
                + change
                + """
                   where notice_id = :notice and account_id = :account and way = 'EMAIL'
                    and status = 'QUEUED' and lease_holder = :holder
                  """)
        .param("holder", holder)
        .param("notice", claim.noticeId())
        .param("account", claim.accountId());
  }
}
