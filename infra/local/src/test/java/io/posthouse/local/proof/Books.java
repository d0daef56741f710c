package io.posthouse.local.proof;

import io.posthouse.local.stack.SmallStack;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Billing's books, read past billing-service. */
final class Books {

  /** Holes in a node's numbers within an epoch, and what it said that it shipped and did not. */
  private static final String GAPS =
      """
      with seen as (
        select node, epoch, seq from usage union select node, epoch, seq from usage_quarantine
      ), counted as (
        select e.node, e.epoch, count(s.seq) as came, greatest(coalesce(max(s.seq), 0), coalesce(e.final_seq, 0)) as last
        from relay_epoch e left join seen s using (node, epoch) group by e.node, e.epoch, e.final_seq
      )
      select node || ' ' || epoch || ': ' || came || ' of ' || last from counted where came <> last order by 1
      """;

  /** Leases that no process can spend from any more, and that hold money still. */
  private static final String LEFT_BEHIND =
      """
      select l.node || ' ' || l.epoch || ' ' || l.state || ': ' || (l.granted - l.settled - l.returned)
      from credit_lease l join relay_node n using (node) where l.state <> 'closed' and l.epoch < n.epoch order by 1
      """;

  private final SmallStack stack;

  Books(SmallStack stack) {
    this.stack = stack;
  }

  /**
   * What a call was charged for.
   *
   * @param source {@code reported}, {@code crash} or another of the relay's words
   */
  record Charged(UUID id, String source, long input, long output, BigDecimal charge) {}

  /** Reads rows. */
  @FunctionalInterface
  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private <T> List<T> read(String sql, Row<T> row) {
    try (Connection connection = stack.billingDatabase();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(row.of(rows));
      }
      return all;
    } catch (SQLException failed) {
      throw new IllegalStateException(sql, failed);
    }
  }

  /** Opens a wallet, as the registration of an account does. */
  void openWallet(UUID account) {
    try (Connection connection = stack.billingDatabase();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into wallet (account_id, status, opened_at) values ('%s', 'active', now())"
              .formatted(account));
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  Map<UUID, Charged> charged() {
    Map<UUID, Charged> all = new HashMap<>();
    read(
            "select request_id, usage_source, input_tokens, output_tokens, charge from usage",
            row ->
                new Charged(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getBigDecimal(5)))
        .forEach(each -> all.put(each.id(), each));
    return all;
  }

  /** What a wallet holds, leases included. */
  BigDecimal balance(UUID account) {
    return read(
            "select paid + bonus + leased from wallet where account_id = '" + account + "'",
            row -> row.getBigDecimal(1))
        .getFirst();
  }

  /** What all calls of a wallet were charged. */
  BigDecimal charges(UUID account) {
    return read(
            "select coalesce(sum(charge), 0) from usage where account_id = '" + account + "'",
            row -> row.getBigDecimal(1))
        .getFirst();
  }

  /** Sentences about what must never be; empty when all is well. */
  List<String> wrongs() {
    List<String> wrongs = new ArrayList<>();
    add(
        wrongs,
        "a wallet below zero",
        "select account_id::text from wallet where least(paid, bonus, leased) < 0");
    add(wrongs, "records missing", GAPS);
    add(wrongs, "quarantined", "select reason from usage_quarantine");
    add(
        wrongs,
        "a deficit",
        "select transaction_id::text from posting where 'deficit' in (from_account, to_account)");
    add(
        wrongs,
        "a request charged twice",
        "select reference from ledger_transaction where kind = 'charge' group by reference having count(*) > 1");
    add(
        wrongs,
        "postings and wallets differ",
        """
        select w.account_id::text from wallet w where w.paid + w.bonus + w.leased <> (
          select coalesce(sum(case when p.to_account like 'wallet%' then p.amount else 0 end
            - case when p.from_account like 'wallet%' then p.amount else 0 end), 0)
          from posting p where p.wallet_id = w.account_id)
        """);
    return wrongs;
  }

  private void add(List<String> wrongs, String what, String sql) {
    read(sql, row -> row.getString(1)).forEach(where -> wrongs.add(what + ": " + where));
  }

  /** Leases of epochs that are over and not closed yet. */
  List<String> leftBehind() {
    return read(LEFT_BEHIND, row -> row.getString(1));
  }

  /** Money that is leased in any epoch. */
  BigDecimal leased() {
    return read("select coalesce(sum(leased), 0) from wallet", row -> row.getBigDecimal(1))
        .getFirst();
  }
}
