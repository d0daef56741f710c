package io.posthouse.benchmark.billing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** billing-service's database: its roles, and wallets and prices for a run. */
final class Books {

  static final String OWNER = "billing_owner";
  static final String APPLICATION = "billing";

  private final String url;

  Books(String url) {
    this.url = url;
  }

  /** Makes the database and its two roles. */
  static Books create(String maintenanceUrl, String url) throws SQLException {
    try (Connection postgres = DriverManager.getConnection(maintenanceUrl, "postgres", "postgres");
        Statement statement = postgres.createStatement()) {
      for (String role : List.of(OWNER, APPLICATION)) {
        statement.execute("create role " + role + " login password '" + role + "'");
      }
      statement.execute("create database billing owner " + OWNER);
    }
    return new Books(url);
  }

  /** Prices the run's model and channel at 3 and 15 USD per million tokens, times 0.8. */
  void price(UsageEvents events) throws SQLException {
    update(
        """
        insert into official_price (version, model, input, output, cache_read, cache_write_5m, cache_write_1h,
          effective_from, set_by)
        values (?, ?, 3, 15, 0.3, 3.75, 6, now() - interval '1 day', 'benchmark')
        """,
        events.official(),
        UsageEvents.MODEL);
    update(
        """
        insert into channel_multiplier (version, channel, multiplier, kind, effective_at)
        values (?, ?, 0.8, 'first', now() - interval '1 day')
        """,
        events.multiplier(),
        UsageEvents.CHANNEL);
  }

  /** Wallets of 10,000 USD each, with the posting that says so. */
  List<UUID> wallets(int count) throws SQLException {
    List<UUID> accounts = new ArrayList<>(count);
    try (Connection connection = open()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < count; i++) {
        UUID account = UUID.randomUUID();
        UUID transaction = UUID.randomUUID();
        accounts.add(account);
        run(
            connection,
            "insert into wallet (account_id, status, paid, opened_at) values (?, 'active', 10000,"
                + " now())",
            account);
        run(
            connection,
            """
            insert into ledger_transaction (id, kind, reference, wallet_id, posted_at, delta, balance_after)
            values (?, 'top-up', ?, ?, now(), 10000, 10000)
            """,
            transaction,
            account.toString(),
            account);
        run(
            connection,
            """
            insert into posting (transaction_id, leg, wallet_id, from_account, to_account, amount, currency)
            values (?, 1, ?, 'fx', 'wallet_paid', 10000, 'USD')
            """,
            transaction,
            account);
      }
      connection.commit();
    }
    return accounts;
  }

  /** How many calls of a node have been posted. */
  long posted(String node) throws SQLException {
    try (Connection connection = open();
        PreparedStatement count =
            connection.prepareStatement("select count(*) from usage where node = ?")) {
      count.setString(1, node);
      try (ResultSet rows = count.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private void update(String sql, Object... parameters) throws SQLException {
    try (Connection connection = open()) {
      run(connection, sql, parameters);
    }
  }

  private static void run(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    }
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection(url, OWNER, OWNER);
  }
}
