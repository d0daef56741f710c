package io.posthouse.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Http;
import io.posthouse.billing.OnRealServers;
import io.posthouse.billing.TestClock;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.BonusKind;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.testing.TestIdentity;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class LedgerDaysIT extends OnRealServers {

  private static final LocalDate LONG_AGO = LocalDate.parse("2020-02-29");

  @Autowired private Wallets wallets;
  @Autowired private LedgerDays days;
  @Autowired private TrialBalance trial;
  @Autowired private JdbcClient jdbc;
  @Autowired private TestClock clock;
  @LocalServerPort private int port;

  /** I2, I20. One test for all: a day can be closed only once. */
  @Test
  void closesADayOnceAndNoticesWhenItIsChangedAfterwards() {
    // Given
    clock.set(Instant.parse("2020-02-29T23:59:59Z"));
    UUID account = credited("7.25");
    Money heldBefore = net(Account.WALLET_BONUS);

    // When // Then: not before it is settled
    clock.set(Instant.parse("2020-03-01T01:59:59Z"));
    assertThat(days.closeNext()).isEmpty();
    clock.reset();
    assertThat(days.closeNext()).contains(LONG_AGO);
    assertThat(days.closeNext()).isEmpty();
    assertThat(days.changedSince(LONG_AGO)).isEmpty();
    assertThat(net(Account.WALLET_BONUS)).isEqualTo(heldBefore);
    assertThat(trial.differences()).isEmpty();
    assertThatThrownBy(() -> jdbc.sql("update ledger_day set digest = 0").update())
        .rootCause()
        .hasMessageContaining("permission denied");

    // When: somebody with the server in hands changes a posting, and takes it back
    tamper("amount = amount + 1", account);
    try {
      assertThat(days.changedSince(LONG_AGO)).containsExactly(LONG_AGO);
    } finally {
      tamper("amount = amount - 1", account);
    }
    assertThat(days.changedSince(LONG_AGO)).isEmpty();
  }

  @Test
  void seesAWalletThatWasChangedWithoutAPosting() {
    // Given
    UUID account = credited("1");

    // When
    jdbc.sql("update wallet set paid = paid + 0.0000000001 where account_id = :id")
        .param("id", account)
        .update();

    // Then
    assertThat(trial.differences())
        .singleElement()
        .asString()
        .startsWith("wallet_paid: postings say");
    jdbc.sql("update wallet set paid = paid - 0.0000000001 where account_id = :id")
        .param("id", account)
        .update();
    assertThat(trial.differences()).isEmpty();
  }

  @Test
  void aStatementsMovementsLeadFromItsOpeningToItsClosing() {
    // Given
    clock.set(Instant.parse("2031-01-31T23:59:59Z"));
    UUID account = credited("3");
    clock.set(Instant.parse("2031-02-01T00:00:00Z"));
    wallets.creditBonus(
        account, Money.usd("1.5"), UUID.randomUUID().toString(), BonusKind.MANUAL_CREDIT);
    wallets.creditPaid(
        account, Money.usd("2"), Money.cny("14.20"), UuidCreator.getTimeOrderedEpoch());

    // When
    Http.Answer statement =
        new Http(port)
            .person(
                TestIdentity.customer(account.toString()),
                "GET",
                "/api/wallet/statements/2031-02",
                "");

    // Then
    assertThat(statement.status()).isEqualTo(200);
    assertThat(statement.json().at("/opening/amount").asString()).isEqualTo("3");
    assertThat(statement.json().at("/closing/amount").asString()).isEqualTo("6.5");
    assertThat(statement.json().at("/movements/0/kind").asString()).isEqualTo("manual-credit");
    assertThat(statement.json().at("/movements/1/amount/amount").asString()).isEqualTo("2");
    assertThat(wallets.find(account).orElseThrow().balance()).isEqualTo(Money.usd("6.5"));
  }

  private UUID credited(String usd) {
    UUID account = UuidCreator.getTimeOrderedEpoch();
    wallets.open(account);
    wallets.creditBonus(
        account, Money.usd(usd), UUID.randomUUID().toString(), BonusKind.MANUAL_CREDIT);
    return account;
  }

  private Money net(Account account) {
    return trial.accounts().stream()
        .filter(each -> each.account().equals(account.code()))
        .map(AccountBalance::net)
        .findFirst()
        .orElse(Money.ZERO_USD);
  }

  private static void tamper(String change, UUID account) {
    JdbcClient owner =
        JdbcClient.create(
            new DriverManagerDataSource(database().url(), "billing_owner", "billing_owner"));
    owner.sql("alter table posting disable trigger posting_append_only").update();
    owner
        .sql("update posting set " + change + " where wallet_id = :id")
        .param("id", account)
        .update();
    owner.sql("alter table posting enable trigger posting_append_only").update();
  }
}
