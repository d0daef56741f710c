package io.posthouse.billing.refund;

import io.posthouse.testing.RealServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends the service's own database session in the middle of a transaction: what the database sees of
 * a process that was killed there. Once for each step that was named.
 */
final class CutConnections implements AutoCloseable {

  private final RealServers.Database database;
  private final List<Cut> cuts = new ArrayList<>();

  /** A trigger, and the sequence that counts its rows: one that was rolled back stays counted. */
  private record Cut(String name, String table, int nth) {}

  CutConnections(RealServers.Database database) throws SQLException {
    this.database = database;
    execute(
        """
        create function cut() returns trigger language plpgsql security definer as $$ begin
          if nextval(tg_argv[0]) = tg_argv[1]::bigint then
            perform pg_terminate_backend(pg_backend_pid());
            perform pg_sleep(5);
          end if;
          return new;
        end $$\
        """);
  }

  /**
   * Cuts when a row is written.
   *
   * @param what {@code insert}, or {@code update of column}
   * @param nth at which row, counted from 1
   */
  CutConnections at(String what, String table, int nth) throws SQLException {
    Cut cut = new Cut("cut_" + cuts.size(), table, nth);
    execute("create sequence " + cut.name());
    execute(
        "create trigger %s after %s on %s for each row execute function cut('%s', '%d')"
            .formatted(cut.name(), what, table, cut.name(), nth));
    cuts.add(cut);
    return this;
  }

  /** How many were not reached. */
  long left() throws SQLException {
    long left = 0;
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (Cut cut : cuts) {
        try (ResultSet counted =
            statement.executeQuery("select last_value, is_called from " + cut.name())) {
          counted.next();
          left += counted.getBoolean(2) && counted.getLong(1) >= cut.nth() ? 0 : 1;
        }
      }
    }
    return left;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  @Override
  public void close() throws SQLException {
    for (Cut cut : cuts) {
      execute("drop trigger %s on %s".formatted(cut.name(), cut.table()));
      execute("drop sequence " + cut.name());
    }
    execute("drop function cut()");
  }
}
