package io.posthouse.local.stack;

import io.posthouse.local.home.Home;
import io.posthouse.local.home.Ports;
import io.posthouse.local.home.Secrets;
import io.posthouse.local.home.StackException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * One database and one role per service, and for Keycloak. Billing has two roles: the owner
 * migrates, the application has what the migrations grant it. No role may enter another's database.
 */
final class Databases {

  /** Billing's role that owns and migrates. */
  static final String BILLING_OWNER = "billing_owner";

  private static final String SUPERUSER = "postgres";
  private static final List<String> NAMES =
      List.of("keycloak", "auth", "billing", "relay", "referral", "notification");

  private final Ports ports;
  private final Secrets secrets;

  Databases(Ports ports, Secrets secrets) {
    this.ports = ports;
    this.secrets = secrets;
  }

  /** A database's JDBC address. */
  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + ports.postgresql() + "/" + database;
  }

  /** A role's password. */
  String password(String role) {
    return secrets.password("database-" + role);
  }

  /** Whether the server answers. */
  boolean answers() {
    try (Connection connection = connect("postgres")) {
      return connection.isValid(2);
    } catch (SQLException notYet) {
      return false;
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), SUPERUSER, password(SUPERUSER));
  }

  /** Makes what is missing. */
  void create() {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      role(statement, BILLING_OWNER);
      for (String name : NAMES) {
        role(statement, name);
        String owner = name.equals("billing") ? BILLING_OWNER : name;
        if (!exists(statement, "select 1 from pg_database where datname = '" + name + "'")) {
          statement.execute("create database " + name + " owner " + owner);
        }
        statement.execute("revoke all on database " + name + " from public");
        statement.execute("grant connect on database " + name + " to " + name);
      }
    } catch (SQLException failed) {
      throw new StackException("the databases could not be made: " + Home.reason(failed), failed);
    }
  }

  private void role(Statement statement, String role) throws SQLException {
    if (!exists(statement, "select 1 from pg_roles where rolname = '" + role + "'")) {
      statement.execute("create role " + role + " login");
    }
    statement.execute("alter role " + role + " password '" + password(role) + "'");
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }
}
