package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.rows.RowArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The table of wallets: read, locked in the order of ids, written back only if nothing came
 * between. The lock is the one that lets rows which refer to a wallet be inserted meanwhile: two
 * who insert such a row and then want the wallet would wait for each other otherwise.
 */
@Component
class WalletStore {

  private static final String COLUMNS =
      "account_id, status, paid, bonus, leased, exhausted_told, version";

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  WalletStore(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  boolean open(UUID accountId, WalletStatus status, Instant at) {
    return jdbc.sql(
                """
                insert into wallet (account_id, status, opened_at) values (:id, :status, :at)
                on conflict do nothing
                """)
            .param("id", accountId)
            .param("status", status.code())
            .param("at", Timestamp.from(at))
            .update()
        == 1;
  }

  /** Sets a status unless a newer one is known. */
  boolean status(UUID accountId, WalletStatus status, long version) {
    return jdbc.sql(
                """
                update wallet set status = :status, status_version = :version, version = wallet.version + 1
                where account_id = :id and status_version < :version
                """)
            .param("id", accountId)
            .param("status", status.code())
            .param("version", version)
            .update()
        == 1;
  }

  Optional<Wallet> find(UUID accountId) {
    return jdbc.sql("select " + COLUMNS + " from wallet where account_id = :id")
        .param("id", accountId)
        .query(WalletStore::read)
        .optional();
  }

  Optional<Wallet> lock(UUID accountId) {
    return jdbc.sql("select " + COLUMNS + " from wallet where account_id = :id for no key update")
        .param("id", accountId)
        .query(WalletStore::read)
        .optional();
  }

  /**
   * Locks wallets in the order of their ids, so that two batches never wait for each other in a
   * circle.
   */
  List<Wallet> lock(Collection<UUID> accountIds) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from wallet where account_id in (:ids) order by account_id for no key update")
        .param("ids", accountIds)
        .query(WalletStore::read)
        .list();
  }

  /**
   * Writes locked wallets back.
   *
   * @throws OptimisticLockingFailureException if one was changed since it was read
   */
  void save(Collection<Wallet> wallets) {
    RowArrays rows = RowArrays.of("uuid", "numeric", "numeric", "numeric", "boolean", "bigint");
    for (Wallet wallet : wallets) {
      rows.add(
          wallet.accountId(),
          wallet.paid().amount(),
          wallet.bonus().amount(),
          wallet.leased().amount(),
          wallet.exhaustedTold(),
          wallet.version());
    }
    int changed =
        batches.update(
            """
            update wallet w set paid = r.paid, bonus = r.bonus, leased = r.leased,
              exhausted_told = r.exhausted_told, version = w.version + 1
            from unnest(?, ?, ?, ?, ?, ?) as r (account_id, paid, bonus, leased, exhausted_told, version)
            where w.account_id = r.account_id and w.version = r.version
            """,
            rows);
    if (changed != rows.size()) {
      throw new OptimisticLockingFailureException("a wallet was changed without its lock");
    }
  }

  private static Wallet read(ResultSet row, int n) throws SQLException {
    return new Wallet(
        row.getObject("account_id", UUID.class),
        WalletStatus.of(row.getString("status")),
        Money.usd(row.getBigDecimal("paid")),
        Money.usd(row.getBigDecimal("bonus")),
        Money.usd(row.getBigDecimal("leased")),
        row.getBoolean("exhausted_told"),
        row.getLong("version"));
  }
}
