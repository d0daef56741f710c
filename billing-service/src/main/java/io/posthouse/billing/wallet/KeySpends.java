package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.rows.RowArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of what keys spent. Rows are locked after their wallets', in the order of key ids. */
@Component
public class KeySpends {

  private static final String COLUMNS =
      "key_id, account_id, day, day_spent, month, month_spent, total_spent, reserved";

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final Clock clock;

  KeySpends(JdbcClient jdbc, JdbcTemplate batches, Clock clock) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.clock = clock;
  }

  /** What a key of an account spent up to now; nothing for a key that has not called. */
  public KeySpend of(UUID keyId, UUID accountId) {
    Optional<KeySpend> known =
        jdbc.sql(
                "select "
                    + COLUMNS
                    + " from key_spend where key_id = :key and account_id = :account")
            .param("key", keyId)
            .param("account", accountId)
            .query(KeySpends::read)
            .optional();
    return known
        .map(spend -> spend.at(clock.instant()))
        .orElseGet(() -> KeySpend.none(keyId, accountId, clock.instant()));
  }

  /** Locks keys in order; those that never called are left out. */
  List<KeySpend> lock(Collection<UUID> keyIds) {
    if (keyIds.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from key_spend where key_id in (:keys) order by key_id for update")
        .param("keys", keyIds)
        .query(KeySpends::read)
        .list();
  }

  void save(Collection<KeySpend> spends) {
    RowArrays rows =
        RowArrays.of("uuid", "uuid", "date", "numeric", "date", "numeric", "numeric", "numeric");
    for (KeySpend spend : spends) {
      rows.add(
          spend.keyId(),
          spend.accountId(),
          spend.day(),
          spend.daySpent().amount(),
          spend.month(),
          spend.monthSpent().amount(),
          spend.totalSpent().amount(),
          spend.reserved().amount());
    }
    batches.update(
        """
        insert into key_spend (key_id, account_id, day, day_spent, month, month_spent, total_spent, reserved)
        select * from unnest(?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (key_id) do update set day = excluded.day, day_spent = excluded.day_spent,
          month = excluded.month, month_spent = excluded.month_spent, total_spent = excluded.total_spent,
          reserved = excluded.reserved
        """,
        rows);
  }

  private static KeySpend read(ResultSet row, int n) throws SQLException {
    return new KeySpend(
        row.getObject("key_id", UUID.class),
        row.getObject("account_id", UUID.class),
        row.getObject("day", LocalDate.class),
        Money.usd(row.getBigDecimal("day_spent")),
        row.getObject("month", LocalDate.class),
        Money.usd(row.getBigDecimal("month_spent")),
        Money.usd(row.getBigDecimal("total_spent")),
        Money.usd(row.getBigDecimal("reserved")));
  }
}
