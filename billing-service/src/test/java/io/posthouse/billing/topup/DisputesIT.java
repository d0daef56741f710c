package io.posthouse.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Contracts;
import io.posthouse.billing.Http;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.FakeProvider;
import io.posthouse.billing.payment.FakeProviders;
import io.posthouse.billing.payment.FakeStripe;
import io.posthouse.billing.wallet.Charge;
import io.posthouse.billing.wallet.PaidLot;
import io.posthouse.billing.wallet.Settlements;
import io.posthouse.billing.wallet.Withdrawals;
import io.posthouse.testing.TestIdentity;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Payments through Stripe that a bank takes back, and gives again (I13, A30, A36). */
class DisputesIT extends ProviderFixture {

  private static final FakeStripe STRIPE = (FakeStripe) FakeProviders.of("stripe");

  @Autowired private Withdrawals withdrawals;
  @Autowired private Settlements settlements;
  @Autowired private PlatformTransactionManager transactions;

  private final String dispute = "du_" + UUID.randomUUID();

  @Test
  void aDisputeTakesTheOrderBackAndOneThatIsWonGivesAllAgain() throws Exception {
    // Given: 10 paid, 4 spent
    UUID account = aCustomer();
    JsonNode order = paid(account, "71");
    spend(account, "4");

    // When
    int created = hear(order, "created", "needs_response", 7100);
    Money meanwhile = balance(account);
    PaidLot taken = withdrawals.lots(account).getFirst();
    int closed = hear(order, "closed", "won", 7100);

    // Then
    assertThat(List.of(created, closed)).containsOnly(204);
    assertThat(meanwhile).isEqualTo(Money.ZERO_USD);
    assertThat(taken.refundedCny()).isEqualTo(Money.cny("71"));
    assertThat(balance(account)).isEqualTo(Money.usd("6"));
    PaidLot again = withdrawals.lots(account).getFirst();
    assertThat(again.remaining()).isEqualTo(Money.usd("6"));
    assertThat(again.refundedCny()).isEqualTo(Money.cny("0"));
    assertThat(kinds(account)).startsWith("chargeback-reversal", "chargeback");
  }

  /**
   * Referral-service takes the invitation's reward back with the one, and gives it again with the
   * other.
   */
  @Test
  void theOthersAreToldOfBothAndWhichBelongsToWhich() throws Exception {
    // Given
    UUID account = aCustomer();
    JsonNode order = paid(account, "71");

    // When: won, and told of twice
    hear(order, "created", "needs_response", 7100);
    hear(order, "closed", "won", 7100);
    hear(order, "funds_reinstated", "won", 7100);

    // Then
    JsonNode taken = told(account, "top-up-refunded.v1");
    JsonNode again = told(account, "top-up-restored.v1");
    assertThat(again.get("refundId")).isEqualTo(taken.get("refundId"));
    assertThat(again.get("topUpId")).isEqualTo(order.get("id"));
    assertThat(again.get("restored")).isEqualTo(taken.get("refunded"));
  }

  private JsonNode told(UUID account, String event) {
    String payload =
        jdbc.sql(
                """
                select convert_from(payload, 'UTF8') from outbox
                where topic = :topic and event_key = :key
                """)
            .param("topic", "billing." + event)
            .param("key", account.toString())
            .query(String.class)
            .single();
    Contracts.check(event, payload);
    return Http.JSON.readTree(payload);
  }

  @Test
  void oneThatIsLostMovesNothingMore() throws Exception {
    UUID account = aCustomer();
    JsonNode order = paid(account, "71");

    hear(order, "created", "needs_response", 7100);
    hear(order, "closed", "lost", 7100);

    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
    assertThat(kinds(account)).containsExactly("chargeback", "top-up");
  }

  @Test
  void eventsThatComeTwiceAtOnceAndInTheWrongOrderDoNothingWrong() throws Exception {
    // Given
    UUID won = aCustomer();
    JsonNode wonOrder = paid(won, "71");
    UUID twice = aCustomer();
    JsonNode twiceOrder = paid(twice, "71");

    // When: closed is heard of before created; and another one twenty times at once
    hear(wonOrder, "closed", "won", 7100);
    hear(wonOrder, "created", "needs_response", 7100);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        String event = i % 2 == 0 ? "created" : "funds_withdrawn";
        pool.execute(() -> hear(twiceOrder, dispute + "-2", event, "needs_response", 7100));
      }
    }

    // Then
    assertThat(balance(won)).isEqualTo(Money.usd("10"));
    assertThat(kinds(won)).containsExactly("top-up");
    assertThat(balance(twice)).isEqualTo(Money.ZERO_USD);
    assertThat(kinds(twice)).containsExactly("chargeback", "top-up");
  }

  @Test
  void aDisputeOfAPartTakesThatPart() throws Exception {
    UUID account = aCustomer();
    JsonNode order = paid(account, "71");

    hear(order, "created", "needs_response", 2130);
    Money meanwhile = balance(account);
    hear(order, "funds_reinstated", "won", 2130);

    assertThat(meanwhile).isEqualTo(Money.usd("7"));
    assertThat(balance(account)).isEqualTo(Money.usd("10"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"warning_needs_response", "warning_closed", "prevented"})
  void aQuestionOfTheBankMovesNothing(String status) throws Exception {
    UUID account = aCustomer();
    JsonNode order = paid(account, "71");

    assertThat(hear(order, "created", status, 7100)).isEqualTo(204);
    assertThat(balance(account)).isEqualTo(Money.usd("10"));
  }

  /** An operator who was faster: the money does not go twice. */
  @Test
  void aChargebackThatAnOperatorRecordedIsNotTakenAgain() throws Exception {
    UUID account = aCustomer();
    JsonNode order = paid(account, "71");
    new Http(port)
        .person(
            TestIdentity.operator(),
            "POST",
            "/api/operator/refunds/chargebacks",
            "{\"topUpId\":\"" + order.get("id").asString() + "\",\"reason\":\"By phone.\"}");

    assertThat(hear(order, "created", "needs_response", 7100)).isEqualTo(204);
    assertThat(hear(order, "closed", "won", 7100)).isEqualTo(204);
    assertThat(kinds(account)).containsExactly("chargeback", "top-up");
  }

  @Test
  void aDisputeOfAnUnknownOrderWaitsForAPersonWhoCannotCreditIt() {
    // Given: a payment of another installation's order
    String reference = UUID.randomUUID().toString().replace("-", "");
    STRIPE.payUnasked(reference, 4000, clock.instant());
    FakeProvider.Callback callback =
        STRIPE.dispute(reference, dispute, "created", "needs_response", 4000);

    // When
    int first = send(callback);
    int again = send(callback);

    // Then
    assertThat(List.of(first, again)).containsOnly(204);
    UUID review =
        jdbc.sql("select id from payment_review where reason = 'dispute' and order_id = :id")
            .param("id", UUID.fromString(dashed(reference)))
            .query(UUID.class)
            .single();
    String decisions = "/api/operator/quarantine/payments/" + review + "/decisions";
    assertThat(decide(decisions, "credit").status()).isEqualTo(422);
    assertThat(decide(decisions, "dismiss").status()).isIn(200, 204);
  }

  @Test
  void aDisputeIsNotBelievedUnsignedNorWhileStripeCannotBeAsked() throws Exception {
    // Given
    UUID account = aCustomer();
    JsonNode order = paid(account, "71");
    FakeProvider.Callback right = callback(order, dispute, "created", "needs_response", 7100);
    FakeProvider.Callback unsigned =
        new FakeProvider.Callback(right.contentType(), Map.of(), right.body());

    // When // Then
    assertThat(send(unsigned)).isEqualTo(401);
    STRIPE.failing(true);
    try {
      assertThat(send(right)).isEqualTo(503);
    } finally {
      STRIPE.failing(false);
    }
    assertThat(balance(account)).isEqualTo(Money.usd("10"));
    assertThat(send(right)).isEqualTo(204);
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
  }

  private JsonNode paid(UUID account, String cny) throws Exception {
    return paid(STRIPE, account, cny);
  }

  private int hear(JsonNode order, String event, String status, long fen) {
    return hear(order, dispute, event, status, fen);
  }

  private int hear(JsonNode order, String id, String event, String status, long fen) {
    return send(callback(order, id, event, status, fen));
  }

  private static FakeProvider.Callback callback(
      JsonNode order, String id, String event, String status, long fen) {
    return STRIPE.dispute(order.get("id").asString().replace("-", ""), id, event, status, fen);
  }

  private int send(FakeProvider.Callback callback) {
    return send("stripe", callback).statusCode();
  }

  private Http.Answer decide(String path, String decision) {
    return new Http(port)
        .person(
            TestIdentity.operator(),
            "POST",
            path,
            "{\"decision\":\""
                + decision
                + "\",\"reason\":\"Seen to.\",\"accountId\":\""
                + aCustomer()
                + "\"}");
  }

  private List<String> kinds(UUID account) {
    return jdbc.sql(
            "select kind from ledger_transaction where wallet_id = :id order by position desc")
        .param("id", account)
        .query(String.class)
        .list();
  }

  private void spend(UUID account, String usd) {
    UUID call = UuidCreator.getTimeOrderedEpoch();
    Charge charge = new Charge(call, account, call, null, Money.usd(usd), clock.instant());
    new TransactionTemplate(transactions)
        .executeWithoutResult(status -> settlements.settle(List.of(charge)));
  }

  private static String dashed(String reference) {
    return reference.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
  }
}
