package io.posthouse.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CallbackIT extends TopUpFixture {

  private static final int PARALLEL = 50;

  @Test
  void fiftyIdenticalCallbacksAtOnceCreditOnce() {
    // Given
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "123.45");
    ObjectNode callback = paid(order);
    var statuses = new ConcurrentLinkedQueue<Integer>();

    // When
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture.allOf(
              IntStream.range(0, PARALLEL)
                  .mapToObj(
                      n ->
                          CompletableFuture.runAsync(
                              () ->
                                  statuses.add(
                                      callBack(callback).returnResult().getStatus().value()),
                              workers))
                  .toArray(CompletableFuture[]::new))
          .join();
    }

    // Then
    assertThat(statuses).hasSize(PARALLEL).containsOnly(204);
    assertThat(balance(account)).isEqualTo(credit(order));
    assertThat(outboxed(order)).isEqualTo(1);
    JsonNode shown = show(account, order);
    assertThat(shown.get("status").asString()).isEqualTo("paid");
    assertThat(shown.get("providerOrderId").asString())
        .isEqualTo(callback.get("paymentId").asString());
  }

  @Test
  void onlyOneOfTwoOrdersPaidTogetherIsTheFirst() {
    // Given
    UUID account = aCustomer();
    JsonNode one = placeOrder(account, "10");
    JsonNode two = placeOrder(account, "20");

    // When
    CompletableFuture.allOf(
            CompletableFuture.runAsync(() -> callBack(paid(one)).expectStatus().isNoContent()),
            CompletableFuture.runAsync(() -> callBack(paid(two)).expectStatus().isNoContent()))
        .join();

    // Then
    assertThat(balance(account)).isEqualTo(credit(one).plus(credit(two)));
    assertThat(
            jdbc.sql("select count(*) from top_up where account_id = :account and first_paid")
                .param("account", account)
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void thePaymentsNumberIsSealedAtRest() {
    // Given
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");
    ObjectNode callback = paid(order);

    // When
    callBack(callback).expectStatus().isNoContent();

    // Then
    byte[] kept =
        jdbc.sql("select provider_order_id from top_up where id = :id")
            .param("id", id(order))
            .query(byte[].class)
            .single();
    assertThat(new String(kept, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain(callback.get("paymentId").asString());
  }

  @Test
  void noSignatureIsRefused() {
    // Given
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");

    // When
    var answer =
        anyone()
            .post()
            .uri("/api/payments/sandbox/callbacks")
            .contentType(MediaType.APPLICATION_JSON)
            .body(paid(order).toString())
            .exchange();

    // Then
    answer.expectStatus().isUnauthorized();
    assertUntouched(account, order);
  }

  @Test
  void aWrongKeyIsRefused() {
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");
    callBack(paid(order), new byte[32], now()).expectStatus().isUnauthorized();
    assertUntouched(account, order);
  }

  @Test
  void anEmptyKeyIsRefused() {
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");
    callBack(paid(order), new byte[] {0}, now()).expectStatus().isUnauthorized();
    assertUntouched(account, order);
  }

  @Test
  void anOldSignatureIsRefused() {
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");
    callBack(paid(order), Base64.getDecoder().decode(secret), now().minus(Duration.ofMinutes(6)))
        .expectStatus()
        .isUnauthorized();
    assertUntouched(account, order);
  }

  @Test
  void aRightSignatureForAnotherMerchantIsRefused() {
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");
    callBack(paid(order).put("merchant", "somebody-else")).expectStatus().isForbidden();
    assertUntouched(account, order);
  }

  @Test
  void anotherProvidersOrderIsRefused() {
    // Given
    UUID account = aCustomer();
    UUID order = UuidCreator.getTimeOrderedEpoch();
    jdbc.sql(
            """
            insert into top_up (id, account_id, amount_cny, rate, rate_source, credit_usd, quote_expires_at,
              provider, status, created_at)
            values (:id, :account, 10, 7, 'feed', 1.4285714286, :end, 'another', 'created', :now)
            """)
        .param("id", order)
        .param("account", account)
        .param("now", java.sql.Timestamp.from(now()))
        .param("end", java.sql.Timestamp.from(now().plusSeconds(900)))
        .update();

    // When
    var answer = callBack(paid(order.toString(), "10"));

    // Then
    answer.expectStatus().isEqualTo(422);
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
  }

  @Test
  void anUnknownProviderHasNoCallbacks() {
    anyone()
        .post()
        .uri("/api/payments/nobody/callbacks")
        .body("{}")
        .exchange()
        .expectStatus()
        .isNotFound();
  }

  @Test
  void anotherCurrencyIsRefused() {
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");
    callBack(paid(order).put("currency", "USD")).expectStatus().isBadRequest();
    assertUntouched(account, order);
  }

  @Test
  void anotherAmountIsNotCreditedAndWaitsForAPerson() {
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");
    callBack(paid(order).put("amount", "9.99")).expectStatus().isNoContent();
    assertUntouched(account, order);
    assertWaitsForReview(order.get("id").asString(), "other-amount");
  }

  @Test
  void anUnknownOrderWaitsForAPersonOnce() {
    // Given
    ObjectNode callback = paid(UuidCreator.getTimeOrderedEpoch().toString(), "10");

    // When
    callBack(callback).expectStatus().isNoContent();
    callBack(callback).expectStatus().isNoContent();

    // Then
    assertWaitsForReview(callback.get("orderId").asString(), "unknown-order");
  }

  @Test
  void aPendingCallbackChangesNothing() {
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");
    callBack(paid(order).put("status", "pending")).expectStatus().isNoContent();
    assertUntouched(account, order);
  }

  @Test
  void paidInTimeAndHeardOfLateIsCreditedAtTheLockedRate() {
    // Given
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");
    ObjectNode callback = paid(order);
    clock.advance(Duration.ofHours(2));
    soon().until(() -> storedStatus(order).equals("expired"));

    // When
    callBack(callback).expectStatus().isNoContent();

    // Then
    assertThat(balance(account)).isEqualTo(credit(order));
    assertThat(show(account, order).get("status").asString()).isEqualTo("paid");
  }

  @Test
  void paidAfterTheQuoteWaitsForAPerson() {
    // Given
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");
    clock.advance(Duration.ofMinutes(16));

    // When
    callBack(paid(order)).expectStatus().isNoContent();

    // Then
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
    assertWaitsForReview(order.get("id").asString(), "paid-too-late");
  }

  @Test
  void aPaymentOfADeclinedOrderWaitsForAPerson() {
    // Given
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");
    callBack(paid(order).put("status", "declined")).expectStatus().isNoContent();
    assertThat(show(account, order).get("status").asString()).isEqualTo("declined");

    // When
    callBack(paid(order)).expectStatus().isNoContent();

    // Then
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
    assertWaitsForReview(order.get("id").asString(), "declined-order");
  }

  @Test
  void aSecondPaymentOfOneOrderWaitsForAPersonWhoSeesIt() {
    // Given
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");
    callBack(paid(order)).expectStatus().isNoContent();
    ObjectNode second = paid(order);

    // When
    callBack(second).expectStatus().isNoContent();

    // Then
    assertThat(balance(account)).isEqualTo(credit(order));
    assertWaitsForReview(order.get("id").asString(), "second-payment");
    operator()
        .get()
        .uri("/api/operator/quarantine/payments?limit=1")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.items[0].topUpId")
        .isEqualTo(order.get("id").asString())
        .jsonPath("$.items[0].providerOrderId")
        .isEqualTo(second.get("paymentId").asString());
  }

  @Test
  void aDeclineAfterThePaymentChangesNothing() {
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");
    callBack(paid(order)).expectStatus().isNoContent();
    callBack(paid(order).put("status", "declined")).expectStatus().isNoContent();
    assertThat(show(account, order).get("status").asString()).isEqualTo("paid");
  }

  private void assertUntouched(UUID account, JsonNode order) {
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
    assertThat(storedStatus(order)).isEqualTo("created");
  }

  private String storedStatus(JsonNode order) {
    return jdbc.sql("select status from top_up where id = :id")
        .param("id", id(order))
        .query(String.class)
        .single();
  }

  private long outboxed(JsonNode order) {
    return jdbc.sql(
            """
            select count(*) from outbox where topic = 'billing.top-up-paid.v1'
              and convert_from(payload, 'UTF8')::jsonb ->> 'topUpId' = :id
            """)
        .param("id", order.get("id").asString())
        .query(Long.class)
        .single();
  }

  private static UUID id(JsonNode order) {
    return UUID.fromString(order.get("id").asString());
  }

  private static Instant now() {
    return InstantSource.system().instant();
  }
}
