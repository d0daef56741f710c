package io.posthouse.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Http;
import io.posthouse.billing.TestClock;
import io.posthouse.billing.ledger.Account;
import io.posthouse.billing.ledger.Ledger;
import io.posthouse.billing.ledger.TransactionKind;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.BonusKind;
import io.posthouse.billing.wallet.KeySpend;
import io.posthouse.billing.wallet.KeySpends;
import io.posthouse.billing.wallet.PaidLot;
import io.posthouse.billing.wallet.Wallet;
import io.posthouse.billing.wallet.WalletStatus;
import io.posthouse.billing.wallet.Withdrawals;
import io.posthouse.testing.TestIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Parts of charges that operators give back; a plain call costs 0.0144. */
class CorrectionIT extends UsageFixture {

  @Autowired private UsageBatch batches;
  @Autowired private KeySpends spends;
  @Autowired private Withdrawals withdrawals;
  @Autowired private Ledger ledger;
  @Autowired private JdbcClient jdbc;
  @Autowired private TestClock testClock;
  @LocalServerPort private int port;

  private final String one = TestIdentity.operator();
  private final String other = TestIdentity.operator();

  @Test
  void aPartGoesBackToWhereItCameFromAndTheReceiptShowsItSigned() throws Exception {
    // Given: 0.005 of the charge was bonus, 0.0094 paid
    UUID account = funded("5");
    give(account, "0.005");
    UUID call = called(account, 1000);

    // When
    Http.Answer corrected = correct(call, "0.01", "The answer was cut.");

    // Then
    assertThat(corrected.status()).as(corrected.body()).isEqualTo(201);
    assertThat(corrected.json().get("status").asString()).isEqualTo("posted");
    Wallet wallet = wallets.find(account).orElseThrow();
    assertThat(wallet.paid()).isEqualTo(Money.usd("5"));
    assertThat(wallet.bonus()).isEqualTo(Money.usd("0.0006"));
    assertThat(withdrawals.lots(account))
        .extracting(PaidLot::remaining)
        .containsExactly(Money.usd("5"));
    JsonNode receipt = receipt(account, call);
    assertThat(receipt.at("/charge/amount").asString()).isEqualTo("0.0144");
    assertThat(receipt.get("adjustments").valueStream().toList())
        .last()
        .hasToString(
            "{\"kind\":\"correction\",\"amount\":{\"amount\":\"-0.01\",\"currency\":\"USD\"}}");
    assertThat(receipt.at("/corrections/0/reason").asString()).isEqualTo("The answer was cut.");
    assertThat(receipt.at("/corrections/0/amount/amount").asString()).isEqualTo("0.01");
    SignedReceipts.check(receipt, http());
  }

  /** Else bonus could become money that is refunded. */
  @Test
  void bonusThatALeaseHeldComesBackAsBonus() {
    // Given: a call that was paid for, and one of 0.005 bonus in a lease and 0.0094 paid
    UUID account = funded("5");
    called(account, 1000);
    give(account, "0.005");
    UsageSample leased = sample(account).lease(lease(account, "0.012")).node(node, epoch, 2);
    batches.take(List.of(leased.raw(2)));

    // When
    correct(leased.requestId(), "0.0144", "All of it.");

    // Then
    Wallet wallet = wallets.find(account).orElseThrow();
    assertThat(wallet.bonus()).isEqualTo(Money.usd("0.005"));
    assertThat(wallet.paid()).isEqualTo(Money.usd("4.9856"));
  }

  @Test
  void theOrdersHoldThePaidMoneyWhileALeaseThatWasToppedUpHoldsBonus() {
    // Given: 0.1 paid and then 0.2 bonus in one lease
    UUID account = funded("5");
    lease(account, "0.1");
    give(account, "0.2");
    lease(account, "0.2");

    // When
    called(account, 1000);

    // Then
    assertThat(wallets.find(account).orElseThrow().leased()).isEqualTo(Money.usd("0.3"));
    assertThat(withdrawals.lots(account))
        .extracting(PaidLot::remaining)
        .containsExactly(Money.usd("4.9856"));
  }

  @Test
  void theCustomerSeesItInLedgerSumsAndExports() {
    // Given
    UUID account = funded("5");
    UUID call = called(account, 1000);
    String person = TestIdentity.customer(account.toString());

    // When
    correct(call, "0.004", "Half of it.");
    correct(call, "0.001", "And some more.");

    // Then
    JsonNode line = get(person, "/api/wallet/transactions").at("/items/0");
    assertThat(line.get("kind").asString()).isEqualTo("charge-reversal");
    assertThat(line.get("requestId").asString()).isEqualTo(call.toString());
    assertThat(line.at("/amount/amount").asString()).isEqualTo("0.001");
    for (String group : List.of("day", "model", "key")) {
      JsonNode sum = get(person, "/api/usage?groupBy=" + group).at("/items/0");
      assertThat(sum.get("calls").asLong()).isEqualTo(1);
      assertThat(sum.at("/charge/amount").asString()).isEqualTo("0.0144");
      assertThat(sum.at("/corrected/amount").asString()).isEqualTo("0.005");
    }
    assertThat(http().person(person, "GET", "/api/usage/calls", "", "Accept", "text/csv").body())
        .endsWith("0.0144,USD,0.005,0,0,0,0,0,0\r\n");
    assertThat(get(one, "/api/operator/audit?subject=" + account).toString())
        .contains("correction.posted", call.toString(), "And some more.");
    assertThat(get(one, "/api/operator/corrections?limit=2").get("items").valueStream())
        .extracting(each -> each.get("requestId").asString())
        .containsOnly(call.toString());
  }

  /** A8. */
  @Test
  void aLargeCorrectionNeedsAnotherOperator() {
    // Given: a call for 24 USD
    UUID account = funded("30");
    UUID call = called(account, 2_000_000);

    // When
    String id = correct(call, "20.01", "Far too long.").json().get("id").asString();
    Http.Answer himself = decide("corrections", one, id);
    Http.Answer asACredit = decide("credits", other, id);
    Money meanwhile = balance(account);
    Http.Answer approved = decide("corrections", other, id);
    Http.Answer twice = decide("corrections", other, id);

    // Then
    assertThat(himself.status()).isEqualTo(403);
    assertThat(asACredit.status()).isEqualTo(404);
    assertThat(meanwhile).isEqualTo(Money.usd("6"));
    assertThat(approved.json().get("status").asString()).isEqualTo("posted");
    assertThat(twice.status()).isEqualTo(409);
    assertThat(balance(account)).isEqualTo(Money.usd("26.01"));
  }

  @Test
  void aCorrectionThatWaitsCannotBeApprovedForMoreThanIsLeftByThen() {
    // Given
    UUID account = funded("30");
    UUID call = called(account, 2_000_000);
    String id = correct(call, "20.01", "Far too long.").json().get("id").asString();
    correct(call, "10", "A part of it at once.");

    // When
    Http.Answer approved = decide("corrections", other, id);

    // Then
    assertThat(approved.status()).isEqualTo(409);
    assertThat(approved.json().get("type").asString()).endsWith("more-than-charged");
    assertThat(balance(account)).isEqualTo(Money.usd("16"));
  }

  @Test
  void manyAtOnceNeverGiveBackMoreThanTheCharge() throws Exception {
    // Given
    UUID account = funded("1");
    UUID call = called(account, 1000);

    // When
    List<Future<Http.Answer>> answers = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        answers.add(pool.submit(() -> correct(call, "0.004", "Again.")));
      }
    }

    // Then: 3 x 0.004 are at most 0.0144, and 0.0024 are left
    List<Integer> statuses = new ArrayList<>();
    for (Future<Http.Answer> answer : answers) {
      statuses.add(answer.get().status());
    }
    assertThat(statuses).filteredOn(status -> status == 201).hasSize(3);
    assertThat(statuses).filteredOn(status -> status == 409).hasSize(17);
    assertThat(correct(call, "0.0024000001", "A hair more.").status()).isEqualTo(409);
    assertThat(correct(call, "0.0024", "The rest.").status()).isEqualTo(201);
    assertThat(correct(call, "0.0000000001", "Nothing is left.").status()).isEqualTo(409);
    assertThat(balance(account)).isEqualTo(Money.usd("1"));
  }

  @Test
  void whatNoWalletPaidGoesBackToTheDeficitFirst() {
    // Given: 0.0044 of the charge is our loss
    UUID account = funded("0.01");
    UUID call = called(account, 1000);

    // When
    correct(call, "0.01", "Not what it should be.");

    // Then
    assertThat(balance(account)).isEqualTo(Money.usd("0.0056"));
    assertThat(
            ledger.moved(
                TransactionKind.CHARGE_REVERSAL, call + ":1", Account.REVENUE, Account.DEFICIT))
        .isEqualTo(Money.usd("0.0044"));
  }

  @Test
  void aKeyMaySpendItAgainWhileThePeriodOfItsCallRuns() {
    // Given
    UUID account = funded("1");
    UUID call = called(account, 1000);

    // When
    correct(call, "0.01", "Today.");
    KeySpend today = spends.of(key, account);
    testClock.advance(Duration.ofDays(32));
    correct(call, "0.004", "A month later.");
    KeySpend later = spends.of(key, account);

    // Then
    assertThat(List.of(today.daySpent(), today.monthSpent(), today.totalSpent()))
        .containsOnly(Money.usd("0.0044"));
    assertThat(List.of(later.daySpent(), later.monthSpent())).containsOnly(Money.ZERO_USD);
    assertThat(later.totalSpent()).isEqualTo(Money.usd("0.0004"));
  }

  @Test
  void theSameRequestIsAnsweredOnce() {
    // Given
    UUID account = funded("1");
    UUID call = called(account, 1000);
    String key = UUID.randomUUID().toString();

    // When
    Http.Answer first = correct(one, call, "0.01", "Once.", "Idempotency-Key", key);
    Http.Answer again = correct(one, call, "0.01", "Once.", "Idempotency-Key", key);
    Http.Answer changed = correct(one, call, "0.001", "Once.", "Idempotency-Key", key);

    // Then
    assertThat(first.status()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(changed.status()).isEqualTo(422);
    assertThat(balance(account)).isEqualTo(Money.usd("0.9956"));
  }

  @Test
  void nothingIsGivenBackToAClosedAccountOrForNoCallOrByACustomer() {
    // Given
    UUID account = funded("1");
    UUID call = called(account, 1000);
    wallets.changeStatus(account, WalletStatus.CLOSED, 1);
    String customer = TestIdentity.customer(account.toString());

    // When // Then
    assertThat(correct(call, "0.01", "Too late.").json().get("type").asString())
        .endsWith("account-closed");
    assertThat(correct(UuidCreator.getTimeOrderedEpoch(), "0.01", "None.").status()).isEqualTo(404);
    assertThat(correct(call, "0", "Nothing.").status()).isEqualTo(422);
    assertThat(correct(customer, call, "0.01", "My own.").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update charge_correction set amount = 1",
        "delete from charge_correction",
        "truncate charge_correction"
      })
  void theApplicationCannotRewriteWhatWasGivenBack(String sql) {
    assertThatThrownBy(() -> jdbc.sql(sql).update())
        .rootCause()
        .hasMessageContaining("permission denied");
  }

  private UUID called(UUID account, long outputTokens) {
    UsageSample call = sample(account).node(node, epoch, 1).tokens(1000, outputTokens);
    if (outputTokens > 1000) {
      call.tokens(0, outputTokens);
    }
    assertThat(batches.take(List.of(call.raw(1))).posted()).hasSize(1);
    return call.requestId();
  }

  private void give(UUID account, String usd) {
    wallets.creditBonus(
        account, Money.usd(usd), UUID.randomUUID().toString(), BonusKind.REDEMPTION);
  }

  private Money balance(UUID account) {
    return wallets.find(account).orElseThrow().balance();
  }

  private JsonNode receipt(UUID account, UUID call) {
    return http().caller(account, key, null, "/v1/receipts/" + call).json();
  }

  private JsonNode get(String token, String path) {
    return http().person(token, "GET", path, "").json();
  }

  private Http.Answer correct(UUID call, String usd, String reason) {
    return correct(one, call, usd, reason);
  }

  private Http.Answer correct(
      String token, UUID call, String usd, String reason, String... headers) {
    String body =
        Http.JSON.writeValueAsString(
            Map.of(
                "requestId",
                call,
                "amount",
                Map.of("amount", usd, "currency", "USD"),
                "reason",
                reason));
    return http().person(token, "POST", "/api/operator/corrections", body, headers);
  }

  private Http.Answer decide(String what, String token, String id) {
    return http()
        .person(
            token,
            "POST",
            "/api/operator/" + what + "/" + id + "/decisions",
            "{\"decision\":\"approve\"}");
  }

  private Http http() {
    return new Http(port);
  }
}
