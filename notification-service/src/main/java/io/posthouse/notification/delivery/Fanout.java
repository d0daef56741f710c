package io.posthouse.notification.delivery;

import io.posthouse.notification.recipient.RealTime;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives every recipient of a notice its deliveries: at once when a notice is new, and again from
 * time to time while it is open, for those who registered meanwhile. In batches, each a transaction
 * that holds the notice's row, so that instances take turns.
 */
@Service
class Fanout {

  private static final Logger log = LoggerFactory.getLogger(Fanout.class);
  private static final int BATCH = 5000;

  private static final String IN_SITE =
      """
      insert into deliveries (notice_id, account_id, way, status, attempts, told_at, queued_at, next_attempt_at)
      select n.id, r.account_id, 'IN_SITE', 'SENT', 1, greatest(n.announced_at, r.registered_at), :real, :real
      from notices n join recipients r on n.account_id is null or n.account_id = r.account_id
      where n.id = :notice and r.status <> 'CLOSED'
        and (n.account_id is not null or r.registered_at < n.open_until)
        and not exists (select 1 from deliveries d
                        where d.notice_id = n.id and d.account_id = r.account_id and d.way = 'IN_SITE')
      order by r.account_id limit :batch
      """;

  private static final String EMAIL =
      """
      insert into deliveries (notice_id, account_id, way, status, attempts, queued_at, next_attempt_at)
      select n.id, r.account_id, 'EMAIL', 'QUEUED', 0, :real, :real
      from notices n join recipients r on n.account_id is null or n.account_id = r.account_id
      where n.id = :notice and n.by_email and r.status in ('ACTIVE', 'SUSPENDED')
        and (n.account_id is not null or r.registered_at < n.open_until)
        and not exists (select 1 from deliveries d
                        where d.notice_id = n.id and d.account_id = r.account_id and d.way = 'EMAIL')
      order by r.account_id limit :batch
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Clock clock;
  private final RealTime time;

  Fanout(JdbcClient jdbc, TransactionTemplate transactions, Clock clock, RealTime time) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
    this.time = time;
  }

  /** New notices. */
  @Scheduled(fixedDelayString = "${posthouse.delivery.poll:500ms}")
  void fanOutNew() {
    for (UUID notice : ids("select id from notices where fanned_out_at is null order by id")) {
      int told = fanOut(notice);
      jdbc.sql("update notices set fanned_out_at = :real where id = :notice")
          .param("real", Timestamp.from(time.now()))
          .param("notice", notice)
          .update();
      log.info("a notice was fanned out: notice {}, deliveries {}", notice, told);
    }
  }

  /**
   * Open notices, for people who registered since; mails of accounts that may no longer, or may
   * again, be written to.
   */
  @Scheduled(
      initialDelayString = "${posthouse.delivery.reconcile:15s}",
      fixedDelayString = "${posthouse.delivery.reconcile:15s}")
  void reconcile() {
    Instant now = clock.instant();
    jdbc.sql(
            "select id from notices where account_id is null and fanned_out_at is not null and open_until > :now")
        .param("now", Timestamp.from(now))
        .query((row, n) -> row.getObject("id", UUID.class))
        .list()
        .forEach(this::fanOut);
    jdbc.sql(
            """
            update deliveries d set status = 'FAILED', last_error = 'the account is ' || lower(r.status)
            from recipients r
            where r.account_id = d.account_id and d.status = 'QUEUED' and r.status in ('BANNED', 'CLOSED')
              and (d.lease_until is null or d.lease_until < :real)
            """)
        .param("real", Timestamp.from(time.now()))
        .update();
    jdbc.sql(
            """
            update deliveries d set status = 'QUEUED', last_error = null, queued_at = :real, next_attempt_at = :real
            from recipients r, notices n
            where r.account_id = d.account_id and n.id = d.notice_id and n.open_until > :now
              and d.status = 'FAILED' and d.last_error = 'the account is banned' and r.status in ('ACTIVE', 'SUSPENDED')
            """)
        .param("real", Timestamp.from(time.now()))
        .param("now", Timestamp.from(now))
        .update();
  }

  private int fanOut(UUID notice) {
    return inBatches(IN_SITE, notice) + inBatches(EMAIL, notice);
  }

  private int inBatches(String sql, UUID notice) {
    int all = 0;
    int batch;
    do {
      Integer inserted = transactions.execute(status -> insert(sql, notice));
      batch = inserted == null ? 0 : inserted;
      all += batch;
    } while (batch == BATCH);
    return all;
  }

  private int insert(String sql, UUID notice) {
    jdbc.sql("select id from notices where id = :notice for no key update")
        .param("notice", notice)
        .query(UUID.class)
        .single();
    return jdbc.sql(sql)
        .param("notice", notice)
        .param("real", Timestamp.from(time.now()))
        .param("batch", BATCH)
        .update();
  }

  private List<UUID> ids(String sql) {
    return jdbc.sql(sql).query((row, n) -> row.getObject("id", UUID.class)).list();
  }
}
