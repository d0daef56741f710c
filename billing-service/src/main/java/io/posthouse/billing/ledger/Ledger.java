package io.posthouse.billing.ledger;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.rows.RowArrays;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where ledger transactions are written and read. Thread-safe.
 *
 * <p>The caller holds the row lock of the wallet it posts to, so that positions and balances of one
 * wallet ascend together.
 */
@Component
public class Ledger {

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  Ledger(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /**
   * Writes ledger transactions, in the order given, in the caller's transaction.
   *
   * @throws org.springframework.dao.DuplicateKeyException if one of that kind and reference was
   *     posted before
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void post(List<LedgerTransaction> transactions) {
    if (transactions.isEmpty()) {
      return;
    }
    RowArrays heads =
        RowArrays.of("uuid", "text", "text", "uuid", "timestamptz", "numeric", "numeric");
    RowArrays legs = RowArrays.of("uuid", "integer", "uuid", "text", "text", "numeric", "text");
    for (LedgerTransaction transaction : transactions) {
      heads.add(
          transaction.id(),
          transaction.kind().code(),
          transaction.reference(),
          transaction.walletId(),
          transaction.at(),
          transaction.delta().amount(),
          transaction.balanceAfter().amount());
      int leg = 0;
      for (Posting posting : transaction.postings()) {
        legs.add(
            transaction.id(),
            leg++,
            transaction.walletId(),
            posting.from().code(),
            posting.to().code(),
            posting.amount().amount(),
            posting.amount().currency());
      }
    }
    batches.update(
        """
        insert into ledger_transaction (id, kind, reference, wallet_id, posted_at, delta, balance_after)
        select id, kind, reference, wallet_id, posted_at, delta, balance_after
        from unnest(?, ?, ?, ?, ?, ?, ?) with ordinality
          as r (id, kind, reference, wallet_id, posted_at, delta, balance_after, n)
        order by n
        """,
        heads);
    batches.update(
        """
        insert into posting (transaction_id, leg, wallet_id, from_account, to_account, amount, currency)
        select * from unnest(?, ?, ?, ?, ?, ?, ?)
        """,
        legs);
  }

  /** Whether a transaction of that kind and reference stands. */
  public boolean stands(TransactionKind kind, String reference) {
    return jdbc.sql(
            "select exists (select from ledger_transaction where kind = :kind and reference = :reference)")
        .param("kind", kind.code())
        .param("reference", reference)
        .query(Boolean.class)
        .single();
  }

  /** What of a transaction moved between two accounts; zero when it does not stand. */
  public Money moved(TransactionKind kind, String reference, Account from, Account to) {
    BigDecimal sum =
        jdbc.sql(
                """
                select coalesce(sum(p.amount), 0) from ledger_transaction t join posting p on p.transaction_id = t.id
                where t.kind = :kind and t.reference = :reference
                  and p.from_account = :from and p.to_account = :to and p.currency = 'USD'
                """)
            .param("kind", kind.code())
            .param("reference", reference)
            .param("from", from.code())
            .param("to", to.code())
            .query(BigDecimal.class)
            .single();
    return Money.usd(sum);
  }

  /** What a transaction moved, in its order; nothing when it does not stand. */
  public List<Posting> postings(TransactionKind kind, String reference) {
    return jdbc.sql(
            """
            select p.from_account, p.to_account, p.amount, p.currency
            from ledger_transaction t join posting p on p.transaction_id = t.id
            where t.kind = :kind and t.reference = :reference order by p.leg
            """)
        .param("kind", kind.code())
        .param("reference", reference)
        .query(
            (row, n) ->
                new Posting(
                    Account.of(row.getString("from_account")),
                    Account.of(row.getString("to_account")),
                    new Money(
                        row.getBigDecimal("amount"), Currency.valueOf(row.getString("currency")))))
        .list();
  }

  /**
   * A wallet's lines, newest first.
   *
   * @param before only lines with a smaller position; null for the newest
   */
  public List<LedgerLine> lines(UUID walletId, @Nullable Long before, int limit) {
    return jdbc.sql(
            """
            select position, id, kind, reference, delta, balance_after, posted_at from ledger_transaction
            where wallet_id = :wallet and delta <> 0 and position < :before
            order by position desc limit :limit
            """)
        .param("wallet", walletId)
        .param("before", before == null ? Long.MAX_VALUE : before)
        .param("limit", limit)
        .query(
            (row, n) ->
                new LedgerLine(
                    row.getLong("position"),
                    row.getObject("id", UUID.class),
                    row.getString("kind"),
                    row.getString("reference"),
                    Money.usd(row.getBigDecimal("delta")),
                    Money.usd(row.getBigDecimal("balance_after")),
                    row.getTimestamp("posted_at").toInstant()))
        .list();
  }

  /**
   * What a wallet's balance was and became in a stretch of time, by kind of line.
   *
   * @param from inclusive
   * @param to exclusive
   */
  @Transactional(readOnly = true)
  public Statement statement(UUID walletId, Instant from, Instant to) {
    BigDecimal opening =
        jdbc.sql(
                """
                select coalesce(sum(delta), 0) from ledger_transaction
                where wallet_id = :wallet and delta <> 0 and posted_at < :from
                """)
            .param("wallet", walletId)
            .param("from", Timestamp.from(from))
            .query(BigDecimal.class)
            .single();
    List<Statement.Movement> movements =
        jdbc.sql(
                """
                select kind, count(*) as lines, sum(delta) as amount from ledger_transaction
                where wallet_id = :wallet and delta <> 0 and posted_at >= :from and posted_at < :to
                group by kind order by kind
                """)
            .param("wallet", walletId)
            .param("from", Timestamp.from(from))
            .param("to", Timestamp.from(to))
            .query(
                (row, n) ->
                    new Statement.Movement(
                        row.getString("kind"),
                        row.getLong("lines"),
                        Money.usd(row.getBigDecimal("amount"))))
            .list();
    return new Statement(Money.usd(opening), movements);
  }
}
