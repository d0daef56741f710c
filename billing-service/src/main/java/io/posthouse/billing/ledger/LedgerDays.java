package io.posthouse.billing.ledger;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Closes the ledger's days: sums per account and a fingerprint of every row, kept once and checked
 * again later (I2). Days with postings are closed in order, two hours after its end by the business
 * clock and by real time: the business clock of a local stack may run ahead and be set back.
 * Thread-safe.
 */
@Component
public class LedgerDays {

  /** No transaction of ours stays open for so long. */
  private static final Duration SETTLED = Duration.ofHours(2);

  /** Of each row 60 bits, summed: the order does not matter, and any change shows. */
  private static final String DIGEST =
      """
      select count(distinct t.id) as transactions, count(p.leg) as postings,
        coalesce(sum(('x' || substr(md5(concat_ws('|', t.id, t.kind, t.reference, t.wallet_id, t.posted_at at time zone 'UTC',
          t.delta, t.balance_after, p.leg, p.from_account, p.to_account, p.amount, p.currency)), 1, 15))::bit(60)::bigint), 0)
          as digest
      from ledger_transaction t left join posting p on p.transaction_id = t.id
      where t.posted_at >= :from and t.posted_at < :to
      """;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final InstantSource realTime = InstantSource.system();

  LedgerDays(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  private record Fingerprint(long transactions, long postings, BigDecimal digest) {}

  /**
   * Closes the oldest day that is over and not closed.
   *
   * @return the day, or empty when none is due
   */
  @Transactional(isolation = Isolation.REPEATABLE_READ)
  public Optional<LocalDate> closeNext() {
    Optional<LocalDate> due = next();
    due.ifPresent(this::close);
    return due;
  }

  private Optional<LocalDate> next() {
    Optional<LocalDate> next =
        jdbc.sql(
                """
                select min(posted_at at time zone 'UTC')::date from ledger_transaction
                where posted_at >= coalesce((select max(day) + 1 from ledger_day), '-infinity') at time zone 'UTC'
                """)
            .query(LocalDate.class)
            .optional();
    Instant now = clock.instant();
    Instant real = realTime.instant();
    Instant settled = (now.isBefore(real) ? now : real).minus(SETTLED);
    return next.filter(day -> !end(day).isAfter(settled));
  }

  private void close(LocalDate day) {
    Fingerprint found = fingerprint(day);
    jdbc.sql(
            """
            insert into ledger_day (day, transactions, postings, digest, closed_at)
            values (:day, :transactions, :postings, :digest, :now)
            """)
        .param("day", day)
        .param("transactions", found.transactions())
        .param("postings", found.postings())
        .param("digest", found.digest())
        .param("now", Timestamp.from(clock.instant()))
        .update();
    jdbc.sql(
            """
            insert into ledger_day_account (day, currency, account, gained, lost)
            select :day, p.currency, leg.account, sum(leg.gained), sum(leg.lost)
            from ledger_transaction t join posting p on p.transaction_id = t.id
            cross join lateral (values (p.to_account, p.amount, 0), (p.from_account, 0, p.amount)) as leg (account, gained, lost)
            where t.posted_at >= :from and t.posted_at < :to group by 2, 3
            """)
        .param("day", day)
        .param("from", Timestamp.from(start(day)))
        .param("to", Timestamp.from(end(day)))
        .update();
  }

  /** The closed days whose rows are not what they were, of those since a day. */
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public List<LocalDate> changedSince(LocalDate first) {
    return jdbc
        .sql("select day, transactions, postings, digest from ledger_day where day >= :first")
        .param("first", first)
        .query(
            (row, n) -> {
              LocalDate day = row.getObject("day", LocalDate.class);
              Fingerprint kept =
                  new Fingerprint(
                      row.getLong("transactions"),
                      row.getLong("postings"),
                      row.getBigDecimal("digest"));
              return Optional.of(day).filter(each -> !same(kept, fingerprint(each)));
            })
        .list()
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static boolean same(Fingerprint one, Fingerprint other) {
    return one.transactions() == other.transactions()
        && one.postings() == other.postings()
        && one.digest().compareTo(other.digest()) == 0;
  }

  private Fingerprint fingerprint(LocalDate day) {
    return jdbc.sql(DIGEST)
        .param("from", Timestamp.from(start(day)))
        .param("to", Timestamp.from(end(day)))
        .query(
            (row, n) ->
                new Fingerprint(
                    row.getLong("transactions"),
                    row.getLong("postings"),
                    row.getBigDecimal("digest")))
        .single();
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Instant end(LocalDate day) {
    return start(day.plusDays(1));
  }
}
