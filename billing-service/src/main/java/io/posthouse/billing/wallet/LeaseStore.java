package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.rows.RowArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
      id, grant_id, account_id, key_id, node, epoch, granted, settled, returned, bonus_rest, state,
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

  /** A request that was granted: what it brought, and to which lease. */
  record Grant(UUID leaseId, Money amount, boolean precise) {}

  Optional<Grant> grant(UUID grantId) {
    return jdbc.sql("select lease_id, amount, precise from lease_grant where grant_id = :grant")
        .param("grant", grantId)
        .query(
            (row, n) ->
                new Grant(
                    row.getObject("lease_id", UUID.class),
                    Money.usd(row.getBigDecimal("amount")),
                    row.getBoolean("precise")))
        .optional();
  }

  void insert(UUID grantId, Grant grant, Instant at) {
    jdbc.sql(
            """
            insert into lease_grant (grant_id, lease_id, amount, precise, granted_at)
            values (:grant, :lease, :amount, :precise, :at)
            """)
        .param("grant", grantId)
        .param("lease", grant.leaseId())
        .param("amount", grant.amount().amount())
        .param("precise", grant.precise())
        .param("at", Timestamp.from(at))
        .update();
  }

  /** The lease that a node spends from, for a wallet or for one of its keys. */
  Optional<CreditLease> lockActive(UUID accountId, String node, @Nullable UUID keyId) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + """
                 from credit_lease where account_id = :account and node = :node
                  and key_id is not distinct from :key and state = 'active' for update
                """)
        .param("account", accountId)
        .param("node", node)
        .param("key", keyId, Types.OTHER)
        .query(LeaseStore::read)
        .optional();
  }

  /** The leases that nodes spend from, of some wallets. */
  List<CreditLease> activeOf(Collection<UUID> accountIds) {
    if (accountIds.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from credit_lease where account_id in (:accounts) and state = 'active' order by"
                + " id")
        .param("accounts", accountIds)
        .query(LeaseStore::read)
        .list();
  }

  /** Those of a node's epoch, of these. */
  List<CreditLease> of(String node, long epoch, Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from credit_lease where id in (:ids) and node = :node and epoch = :epoch order"
                + " by id")
        .param("ids", ids)
        .param("node", node)
        .param("epoch", epoch)
        .query(LeaseStore::read)
        .list();
  }

  /** Makes active leases of a node valid until then. */
  void renew(String node, long epoch, Collection<UUID> ids, Instant expiresAt) {
    if (!ids.isEmpty()) {
      jdbc.sql(
              """
              update credit_lease set expires_at = :at
              where id in (:ids) and node = :node and epoch = :epoch and state = 'active'
              """)
          .param("at", Timestamp.from(expiresAt))
          .param("ids", ids)
          .param("node", node)
          .param("epoch", epoch)
          .update();
    }
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
            insert into credit_lease (id, grant_id, account_id, key_id, node, epoch, granted, granted_bonus, bonus_rest,
              state, granted_at, expires_at)
            values (:id, :grant, :account, :key, :node, :epoch, :granted, :bonus, :bonus, :state, :at, :expires)
            """)
        .param("id", lease.id())
        .param("grant", lease.grantId())
        .param("account", lease.accountId())
        .param("key", lease.keyId())
        .param("node", lease.node())
        .param("epoch", lease.epoch())
        .param("granted", lease.granted().amount())
        .param("bonus", lease.bonusRest().amount())
        .param("state", lease.state().code())
        .param("at", Timestamp.from(lease.grantedAt()))
        .param("expires", Timestamp.from(lease.expiresAt()))
        .update();
  }

  void save(Collection<CreditLease> leases, Instant at) {
    RowArrays rows =
        RowArrays.of(
            "uuid",
            "numeric",
            "numeric",
            "numeric",
            "numeric",
            "text",
            "timestamptz",
            "timestamptz");
    for (CreditLease lease : leases) {
      rows.add(
          lease.id(),
          lease.granted().amount(),
          lease.settled().amount(),
          lease.returned().amount(),
          lease.bonusRest().amount(),
          lease.state().code(),
          lease.expiresAt(),
          lease.state() == LeaseState.CLOSED ? at : null);
    }
    batches.update(
        """
        update credit_lease l set granted = r.granted, settled = r.settled, returned = r.returned,
          bonus_rest = r.bonus_rest, state = r.state, expires_at = r.expires_at, closed_at = r.closed_at
        from unnest(?, ?, ?, ?, ?, ?, ?, ?)
          as r (id, granted, settled, returned, bonus_rest, state, expires_at, closed_at)
        where l.id = r.id
        """,
        rows);
  }

  /** Whether an account has a lease that is not closed. */
  boolean hasOpen(UUID accountId) {
    return jdbc.sql(
            "select exists (select from credit_lease where account_id = :account and state <>"
                + " 'closed')")
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

  /** Wallets that had a lease on one of these epochs, open or closed. */
  Set<UUID> accountsOn(Collection<NodeEpoch> epochs) {
    if (epochs.isEmpty()) {
      return Set.of();
    }
    List<Object[]> pairs =
        epochs.stream().map(each -> new Object[] {each.node(), each.epoch()}).toList();
    return jdbc.sql("select distinct account_id from credit_lease where (node, epoch) in (:pairs)")
        .param("pairs", pairs)
        .query((row, n) -> row.getObject("account_id", UUID.class))
        .set();
  }

  /** Open leases that ran out before an instant, oldest first. */
  List<CreditLease> expiredBefore(Instant instant, int limit) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from credit_lease where state <> 'closed' and expires_at < :before order by"
                + " expires_at limit :limit")
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
                + " from credit_lease where state <> 'closed' and node = :node and epoch = :epoch"
                + " order by id limit :limit")
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
        Money.usd(row.getBigDecimal("settled")),
        Money.usd(row.getBigDecimal("returned")),
        Money.usd(row.getBigDecimal("bonus_rest")),
        LeaseState.of(row.getString("state")),
        row.getTimestamp("granted_at").toInstant(),
        row.getTimestamp("expires_at").toInstant());
  }
}
