package io.posthouse.billing.refund;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.billing.Contracts;
import io.posthouse.billing.Http;
import io.posthouse.billing.audit.Audit;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.topup.PaidTopUps;
import io.posthouse.billing.wallet.BonusKind;
import io.posthouse.billing.wallet.Chargebacks;
import io.posthouse.billing.wallet.Withdrawals;
import io.posthouse.testing.TestIdentity;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Refunds and chargebacks (I13, A36). */
class RefundIT extends RefundFixture {

  @Autowired private Withdrawals withdrawals;
  @Autowired private Chargebacks chargebacks;
  @Autowired private PaidTopUps topUps;
  @Autowired private Audit audit;

  @Test
  void anUnspentOrderGoesBackToItsPaymentToTheCent() {
    // Given
    UUID account = aCustomer();
    JsonNode order = pressed(account, "123.45");

    // When
    JsonNode asked = ask(account, order).json();
    Money meanwhile = balance(account);
    decide(operator, asked.get("id").asString(), "approve");

    // Then
    assertThat(asked.at("/amount/amount").asString()).isEqualTo("123.45");
    assertThat(asked.get("status").asString()).isEqualTo("requested");
    assertThat(meanwhile).isEqualTo(Money.ZERO_USD);
    soon().untilAsserted(() -> assertThat(status(asked)).isEqualTo("sent"));
    assertThat(
            jdbc.sql("select sum(amount_cny)::text from sandbox_refund where order_id = :id")
                .param("id", id(order))
                .query(String.class)
                .single())
        .isEqualTo("123.45");
    Contracts.check("top-up-refunded.v1", refundedEvent(account));
  }

  @Test
  void whatWasSpentIsNotRefundedAndBonusNeverIs() {
    // Given
    UUID account = aCustomer();
    JsonNode order = pressed(account, "71");
    wallets.creditBonus(
        account, Money.usd("3"), UUID.randomUUID().toString(), BonusKind.REDEMPTION);
    spend(account, "7");

    // When
    JsonNode asked = ask(account, order).json();

    // Then: 3 bonus were spent first, 4 of 10 paid; 6 are left at the order's 7.10
    assertThat(asked.at("/debited/amount").asString()).isEqualTo("6");
    assertThat(asked.at("/amount/amount").asString()).isEqualTo("42.6");
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
    decide(operator, asked.get("id").asString(), "reject");
    assertThat(balance(account)).isEqualTo(Money.usd("6"));
    assertThat(ask(account, order).json().at("/debited/amount").asString()).isEqualTo("6");
  }

  /** A36: a double click, and asking again for what is on its way. */
  @Test
  void askingTwentyTimesAtOnceTakesTheMoneyOnce() throws Exception {
    // Given
    UUID account = aCustomer();
    JsonNode order = pressed(account, "10");

    // When
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        pool.execute(() -> ask(account, order));
      }
    }

    // Then
    assertThat(store.list(account, new UUID(-1, -1), 100)).hasSize(1);
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
  }

  @Test
  void aRefundIsAnothersBusinessNeitherToAskNorToApprove() {
    // Given
    UUID account = aCustomer();
    JsonNode order = pressed(account, "10");
    String proposed =
        "{\"topUpId\":\"" + order.get("id").asString() + "\",\"reason\":\"Goodwill.\"}";

    // When
    Http.Answer another = ask(aCustomer(), order);
    Http.Answer asked = http(operator, "POST", "/api/operator/refunds", proposed);
    Http.Answer himself = decide(operator, asked.json().get("id").asString(), "approve");
    Http.Answer second =
        decide(TestIdentity.operator(), asked.json().get("id").asString(), "approve");

    // Then
    assertThat(another.status()).isEqualTo(404);
    assertThat(himself.status()).isEqualTo(403);
    assertThat(second.status()).isEqualTo(200);
  }

  @Test
  void aRefundTheProviderRefusesComesBackToTheWallet() {
    // Given: the sandbox knows of no payment, since the callback was made here
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");
    callBack(paid(order)).expectStatus().isNoContent();

    // When
    JsonNode asked = ask(account, order).json();
    decide(operator, asked.get("id").asString(), "approve");

    // Then
    soon().untilAsserted(() -> assertThat(status(asked)).isEqualTo("failed"));
    assertThat(balance(account)).isEqualTo(credit(order));
  }

  @Test
  void afterThePolicysTimeNothingIsRefundedOnRequest() {
    UUID account = aCustomer();
    JsonNode order = pressed(account, "10");
    clock.advance(Duration.ofDays(30).plusSeconds(60));

    assertThat(ask(account, order).json().get("type").asString()).endsWith("refund-too-late");
  }

  @Test
  void thePolicyNonRefundableRefusesEveryRequest() {
    UUID account = aCustomer();
    JsonNode order = pressed(account, "10");
    Refunds strict =
        new Refunds(
            store,
            withdrawals,
            chargebacks,
            topUps,
            "non-refundable",
            new RefundProperties(Duration.ofDays(30)),
            audit,
            clock);

    assertThatThrownBy(() -> strict.request(account, id(order), "Please.", "p"))
        .hasMessageContaining("not refundable");
  }

  @Test
  void aChargebackTakesWhatIsThereAndTheRestIsOurLoss() {
    // Given
    UUID account = aCustomer();
    JsonNode order = pressed(account, "71");
    spend(account, "9.5");

    // When
    Http.Answer taken = chargeback(order);
    Http.Answer again = chargeback(order);

    // Then
    assertThat(taken.status()).isEqualTo(201);
    assertThat(taken.json().at("/amount/amount").asString()).isEqualTo("71");
    assertThat(taken.json().at("/debited/amount").asString()).isEqualTo("0.5");
    assertThat(taken.json().at("/uncovered/amount").asString()).isEqualTo("9.5");
    assertThat(again.status()).isEqualTo(409);
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
    assertThat(ask(account, order).status()).isEqualTo(409);
  }

  @Test
  void aChargebackThatIsGivenAgainUndoesAllItDidAndMayComeAgain() {
    // Given
    UUID account = aCustomer();
    JsonNode order = pressed(account, "71");
    spend(account, "9.5");

    // When
    Http.Answer early = givenAgain(order);
    chargeback(order);
    Http.Answer again = givenAgain(order);
    Http.Answer twice = givenAgain(order);

    // Then: 0.5 came from the wallet, 9.5 were our loss
    assertThat(early.status()).isEqualTo(409);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json().at("/debited/amount").asString()).isEqualTo("0.5");
    assertThat(again.json().at("/uncovered/amount").asString()).isEqualTo("9.5");
    assertThat(twice.status()).isEqualTo(409);
    assertThat(balance(account)).isEqualTo(Money.usd("0.5"));
    assertThat(withdrawals.lots(account).getFirst().consumed()).isEqualTo(Money.usd("9.5"));
    assertThat(chargeback(order).json().at("/amount/amount").asString()).isEqualTo("71");
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
  }

  /** The bank gave the payer everything: what waits to be refunded must not come on top. */
  @Test
  void aChargebackEndsARefundThatNobodyApprovedYet() {
    // Given
    UUID account = aCustomer();
    JsonNode order = pressed(account, "71");
    JsonNode asked = ask(account, order).json();

    // When
    Http.Answer taken = chargeback(order);

    // Then
    assertThat(taken.json().at("/amount/amount").asString()).isEqualTo("71");
    assertThat(taken.json().at("/uncovered/amount").asString()).isEqualTo("0");
    assertThat(status(asked)).isEqualTo("rejected");
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
    assertThat(decide(operator, asked.get("id").asString(), "approve").status()).isEqualTo(409);
  }

  @Test
  void aChargebackWaitsForARefundThatIsBeingSent() {
    // Given: approved, and its provider has not answered
    UUID account = aCustomer();
    JsonNode order = pressed(account, "71");
    JsonNode asked = ask(account, order).json();
    jdbc.sql("update refund set status = 'approved' where id = :id")
        .param("id", id(asked))
        .update();

    // When
    Http.Answer taken = chargeback(order);

    // Then
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.json().get("type").asString()).endsWith("refund-open");
  }

  /** P30. */
  @Test
  void closingGivesUpExactlyTheAmountThatIsNamed() {
    // Given
    UUID account = aCustomer();
    pressed(account, "71");
    String path = "/internal/accounts/" + account + "/forfeit";

    // When
    Http.Answer wrong = forfeit(path, "9.9999999999");
    Money meanwhile = balance(account);
    Http.Answer right = forfeit(path, "10");
    Http.Answer again = forfeit(path, "0");

    // Then
    assertThat(wrong.status()).isEqualTo(409);
    assertThat(wrong.json().at("/balance/amount").asString()).isEqualTo("10");
    assertThat(meanwhile).isEqualTo(Money.usd("10"));
    assertThat(right.status()).isEqualTo(204);
    assertThat(again.status()).isEqualTo(204);
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
  }

  private Http.Answer forfeit(String path, String usd) {
    return new Http(port)
        .service("POST", path, "{\"amount\":{\"amount\":\"" + usd + "\",\"currency\":\"USD\"}}");
  }

  private Http.Answer chargeback(JsonNode order) {
    return bank(order, "/api/operator/refunds/chargebacks");
  }

  private Http.Answer givenAgain(JsonNode order) {
    return bank(order, "/api/operator/refunds/chargebacks/reversals");
  }

  private Http.Answer bank(JsonNode order, String path) {
    return http(
        operator,
        "POST",
        path,
        "{\"topUpId\":\"" + order.get("id").asString() + "\",\"reason\":\"The bank says so.\"}");
  }

  private String refundedEvent(UUID account) {
    return jdbc.sql(
            """
            select convert_from(payload, 'UTF8') from outbox
            where topic = 'billing.top-up-refunded.v1' and event_key = :key
            """)
        .param("key", account.toString())
        .query(String.class)
        .single();
  }
}
