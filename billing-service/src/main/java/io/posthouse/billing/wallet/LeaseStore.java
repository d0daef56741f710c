package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of credit leases. Rows are changed under their wallet's lock. */
@Component
class LeaseStore {

  private static final String COLUMNS =
      """
      id, grant_id, account_id, key_id, node, epoch, granted, granted_bonus, settled, returned, state,
      granted_at, expires_at
      """;

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  LeaseStore(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  Optional<CreditLease> find(UUID id) {
    return jdbc.sql("select " + COLUMNS + " from credit_lease where id = :id")
        .param("id", id)
        .query(LeaseStore::read)
        .optional();
  }

  Optional<CreditLease> byGrant(UUID grantId) {
    return jdbc.sql("select " + COLUMNS + " from credit_lease where grant_id = :grant")
        .param("grant", grantId)
        .query(LeaseStore::read)
        .optional();
  }

  List<CreditLease> lock(Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            "select " + COLUMNS + " from credit_lease where id in (:ids) order by id for update")
        .param("ids", ids)
        .query(LeaseStore::read)
        .list();
  }

  void insert(CreditLease lease) {
    jdbc.sql(
            """
            insert into credit_lease (id, grant_id, account_id, key_id, node, epoch, granted, granted_bonus, state,
              granted_at, expires_at)
            values (:id, :grant, :account, :key, :node, :epoch, :granted, :bonus, :state, :at, :expires)
            """)
        .param("id", lease.id())
        .param("grant", lease.grantId())
        .param("account", lease.accountId())
        .param("key", lease.keyId())
        .param("node", lease.node())
        .param("epoch", lease.epoch())
        .param("granted", lease.granted().amount())
        .param("bonus", lease.grantedBonus().amount())
        .param("state", lease.state().code())
        .param("at", Timestamp.from(lease.grantedAt()))
        .param("expires", Timestamp.from(lease.expiresAt()))
        .update();
  }

  void close(Collection<CreditLease> leases, Instant at) {
    List<Object[]> rows = new ArrayList<>(leases.size());
    for (CreditLease lease : leases) {
      rows.add(
          new Object[] {
            lease.settled().amount(),
            lease.returned().amount(),
            lease.state().code(),
            Timestamp.from(at),
            lease.id()
          });
    }
    batches.batchUpdate(
        "update credit_lease set settled = ?, returned = ?, state = ?, closed_at = ? where id = ?",
        rows);
  }

  /** Whether an account has a lease that is not closed. */
  boolean hasOpen(UUID accountId) {
    return jdbc.sql(
            "select exists (select from credit_lease where account_id = :account and state <> 'closed')")
        .param("account", accountId)
        .query(Boolean.class)
        .single();
  }

  boolean renew(UUID id, Instant expiresAt) {
    return jdbc.sql("update credit_lease set expires_at = :at where id = :id and state = 'active'")
            .param("at", Timestamp.from(expiresAt))
            .param("id", id)
            .update()
        == 1;
  }

  void drainBefore(String node, long epoch) {
    jdbc.sql(
            """
            update credit_lease set state = 'draining'
            where node = :node and epoch < :epoch and state = 'active'
            """)
        .param("node", node)
        .param("epoch", epoch)
        .update();
  }

  void drain(String node, long epoch) {
    drainBefore(node, epoch + 1);
  }

  /** Open leases that ran out before an instant, oldest first. */
  List<CreditLease> expiredBefore(Instant instant, int limit) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from credit_lease where state <> 'closed' and expires_at < :before order by expires_at limit :limit")
        .param("before", Timestamp.from(instant))
        .param("limit", limit)
        .query(LeaseStore::read)
        .list();
  }

  /** Open leases of an epoch. */
  List<CreditLease> openOf(String node, long epoch, int limit) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from credit_lease where state <> 'closed' and node = :node and epoch = :epoch order by id limit :limit")
        .param("node", node)
        .param("epoch", epoch)
        .param("limit", limit)
        .query(LeaseStore::read)
        .list();
  }

  private static CreditLease read(ResultSet row, int n) throws SQLException {
    @Nullable UUID key = row.getObject("key_id", UUID.class);
    return new CreditLease(
        row.getObject("id", UUID.class),
        row.getObject("grant_id", UUID.class),
        row.getObject("account_id", UUID.class),
        key,
        row.getString("node"),
        row.getLong("epoch"),
        Money.usd(row.getBigDecimal("granted")),
        Money.usd(row.getBigDecimal("granted_bonus")),
        Money.usd(row.getBigDecimal("settled")),
        Money.usd(row.getBigDecimal("returned")),
        LeaseState.of(row.getString("state")),
        row.getTimestamp("granted_at").toInstant(),
        row.getTimestamp("expires_at").toInstant());
  }
}
