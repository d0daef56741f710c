package io.posthouse.billing.ledger;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The trial balance (I20): every account's balance over all postings there ever were, and whether
 * wallets and leases hold what the postings say. Closed days are read from their sums, so that it
 * can run every minute for years. Thread-safe.
 */
@Component
public class TrialBalance {

  /** Postings of days that are not closed, and the sums of those that are. */
  private static final String ACCOUNTS =
      """
      with moved as (
        select currency, account, gained, lost from ledger_day_account
        union all
        select p.currency, leg.account, leg.gained, leg.lost
        from ledger_transaction t join posting p on p.transaction_id = t.id
        cross join lateral (values (p.to_account, p.amount, 0), (p.from_account, 0, p.amount)) as leg (account, gained, lost)
        where t.posted_at >= coalesce((select max(day) + 1 from ledger_day), '-infinity') at time zone 'UTC'
      )
      select currency, account, sum(gained) as gained, sum(lost) as lost from moved group by 1, 2 order by 1, 2
      """;

  private final JdbcClient jdbc;

  TrialBalance(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Every account that was ever posted to. */
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public List<AccountBalance> accounts() {
    return read();
  }

  /** Where wallets, leases and postings do not agree; empty when all is well. */
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public List<String> differences() {
    List<AccountBalance> accounts = read();
    List<String> differences = new ArrayList<>();
    for (Currency currency : Currency.values()) {
      Money sum =
          accounts.stream()
              .filter(account -> account.currency() == currency)
              .map(AccountBalance::net)
              .reduce(Money.zero(currency), Money::plus);
      if (!sum.isZero()) {
        differences.add("all accounts in " + currency + " sum to " + sum);
      }
    }
    compare(differences, accounts, Account.WALLET_PAID, "select sum(paid) from wallet");
    compare(differences, accounts, Account.WALLET_BONUS, "select sum(bonus) from wallet");
    compare(differences, accounts, Account.WALLET_LEASED, "select sum(leased) from wallet");
    compare(
        differences,
        accounts,
        Account.WALLET_LEASED,
        "select sum(granted - settled - returned) from credit_lease where state <> 'closed'");
    return differences;
  }

  private void compare(
      List<String> differences, List<AccountBalance> accounts, Account account, String held) {
    Money posted =
        accounts.stream()
            .filter(each -> each.account().equals(account.code()))
            .map(AccountBalance::net)
            .reduce(Money.ZERO_USD, Money::plus);
    BigDecimal sum = jdbc.sql(held).query(BigDecimal.class).optional().orElse(BigDecimal.ZERO);
    if (!posted.equals(Money.usd(sum))) {
      differences.add(account.code() + ": postings say " + posted + ", held is " + sum);
    }
  }

  private List<AccountBalance> read() {
    return jdbc.sql(ACCOUNTS)
        .query(
            (row, n) -> {
              Currency currency = Currency.valueOf(row.getString("currency"));
              return new AccountBalance(
                  row.getString("account"),
                  currency,
                  new Money(row.getBigDecimal("gained"), currency),
                  new Money(row.getBigDecimal("lost"), currency));
            })
        .list();
  }
}
