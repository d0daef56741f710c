package io.posthouse.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.OnRealServers;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.BonusKind;
import io.posthouse.billing.wallet.Wallets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class AppendOnlyIT extends OnRealServers {

  @Autowired private Wallets wallets;
  @Autowired private JdbcClient jdbc;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update ledger_transaction set delta = 0",
        "delete from ledger_transaction",
        "truncate ledger_transaction cascade",
        "update posting set amount = 1",
        "delete from posting",
        "truncate posting",
        "drop table posting",
        "alter table posting disable trigger all",
        "delete from wallet"
      })
  void refusesToChangeTheLedgerAsTheApplication(String sql) {
    credited();

    assertThat(jdbc.sql("select current_user").query(String.class).single()).isEqualTo("billing");
    assertThatThrownBy(() -> jdbc.sql(sql).update())
        .rootCause()
        .message()
        .containsAnyOf("permission denied", "must be owner");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update posting set amount = 1",
        "delete from posting",
        "delete from ledger_transaction"
      })
  void refusesToChangeTheLedgerEvenAsTheOwner(String sql) {
    credited();
    JdbcClient owner =
        JdbcClient.create(
            new DriverManagerDataSource(database().url(), "billing_owner", "billing_owner"));

    assertThatThrownBy(() -> owner.sql(sql).update())
        .rootCause()
        .hasMessageContaining("append-only: post a reversal");
  }

  @Test
  void refusesAPostingAboutAnotherWallet() {
    UUID mine = credited();
    UUID other = credited();
    UUID transaction =
        jdbc.sql("select id from ledger_transaction where wallet_id = :mine")
            .param("mine", mine)
            .query(UUID.class)
            .single();

    assertThatThrownBy(
            () ->
                jdbc.sql(
                        """
                        insert into posting values (:transaction, 9, :other, 'wallet_paid', 'revenue', 1, 'USD')
                        """)
                    .param("transaction", transaction)
                    .param("other", other)
                    .update())
        .rootCause()
        .hasMessageContaining("not the wallet of its transaction");
  }

  @Test
  void answersLinesNewestFirstPageByPage() {
    UUID account = UuidCreator.getTimeOrderedEpoch();
    wallets.open(account);
    for (int i = 1; i <= 5; i++) {
      wallets.creditBonus(account, Money.usd("" + i), "r" + i + account, BonusKind.MANUAL_CREDIT);
    }

    List<LedgerLine> first = ledger.lines(account, null, 3);
    List<LedgerLine> second = ledger.lines(account, first.getLast().position(), 3);

    assertThat(first)
        .extracting(line -> line.balanceAfter().plain())
        .containsExactly("15", "10", "6");
    assertThat(second).extracting(line -> line.balanceAfter().plain()).containsExactly("3", "1");
  }

  @Autowired private Ledger ledger;

  private UUID credited() {
    UUID account = UuidCreator.getTimeOrderedEpoch();
    wallets.open(account);
    wallets.creditPaid(
        account, Money.usd("1.5"), Money.cny("10.65"), UuidCreator.getTimeOrderedEpoch());
    return account;
  }
}
