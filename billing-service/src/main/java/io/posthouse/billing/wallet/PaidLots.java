package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of paid lots. Read and changed under the wallet's lock. */
@Component
class PaidLots {

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  PaidLots(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /** A wallet's lots as they are now, oldest first; emptied ones included. */
  List<PaidLot> of(Wallet wallet) {
    List<PaidLot> kept =
        jdbc.sql("select * from paid_lot where account_id = :account order by id")
            .param("account", wallet.accountId())
            .query(
                (row, n) ->
                    new PaidLot(
                        row.getObject("id", UUID.class),
                        row.getObject("account_id", UUID.class),
                        new Money(row.getBigDecimal("cny"), Currency.CNY),
                        Money.usd(row.getBigDecimal("usd")),
                        Money.usd(row.getBigDecimal("remaining")),
                        Money.usd(row.getBigDecimal("refunded_usd")),
                        new Money(row.getBigDecimal("refunded_cny"), Currency.CNY)))
            .list();
    return PaidLot.scaled(kept, wallet.paid().plus(leased(wallet.accountId())));
  }

  /** What leases hold of paid money. */
  private Money leased(UUID account) {
    return Money.usd(
        jdbc.sql(
                """
                select coalesce(sum(granted - settled - returned - bonus_rest), 0)
                from credit_lease where account_id = :account and state <> 'closed'
                """)
            .param("account", account)
            .query(java.math.BigDecimal.class)
            .single());
  }

  void add(UUID id, UUID account, Money cny, Money usd) {
    jdbc.sql(
            """
            insert into paid_lot (id, account_id, cny, usd, remaining)
            values (:id, :account, :cny, :usd, :usd)
            """)
        .param("id", id)
        .param("account", account)
        .param("cny", cny.amount())
        .param("usd", usd.amount())
        .update();
  }

  void save(List<PaidLot> lots) {
    batches.batchUpdate(
        "update paid_lot set remaining = ?, refunded_usd = ?, refunded_cny = ? where id = ?",
        lots.stream()
            .map(
                lot ->
                    new Object[] {
                      lot.remaining().amount(),
                      lot.refundedUsd().amount(),
                      lot.refundedCny().amount(),
                      lot.id()
                    })
            .toList());
  }
}
