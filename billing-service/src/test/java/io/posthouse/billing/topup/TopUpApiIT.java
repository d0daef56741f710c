package io.posthouse.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.WalletStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

class TopUpApiIT extends TopUpFixture {

  @Test
  void anOrderShowsItsQuoteBeforeAnybodyPays() {
    // Given
    UUID account = aCustomer();

    // When
    JsonNode order = placeOrder(account, "100");

    // Then
    JsonNode quote = order.get("quote");
    assertThat(order.get("status").asString()).isEqualTo("created");
    assertThat(order.get("payUrl").asString())
        .isEqualTo("http://localhost:8080/api/payments/sandbox/pay/" + order.get("id").asString());
    assertThat(quote.get("source").asString()).isIn("initial", "feed");
    assertThat(Instant.parse(quote.get("expiresAt").asString()))
        .isEqualTo(Instant.parse(order.get("createdAt").asString()).plus(Duration.ofMinutes(15)));
    assertThat(credit(order))
        .isEqualTo(
            new ExchangeRate(
                    new BigDecimal(quote.get("rate").asString()), ExchangeRate.Source.FEED, null)
                .credit(Money.cny("100")));
  }

  @ParameterizedTest
  @CsvSource({
    "0, amount-too-small",
    "0.99, amount-too-small",
    "-5, amount-too-small",
    "0.001, invalid-amount",
    "500.01, amount-too-large",
    "1000000000, amount-too-large",
    "1e2, invalid-amount",
    "NaN, invalid-amount",
    "9999999999999999999999, invalid-amount"
  })
  void anAmountOutOfTheLimitsIsRefusedAndSaysSo(String amount, String problem) {
    as(aCustomer())
        .post()
        .uri("/api/top-ups")
        .body(order(amount))
        .exchange()
        .expectStatus()
        .isEqualTo(422)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:posthouse:problem:" + problem);
  }

  @Test
  void theLimitsThemselvesAreTaken() {
    UUID account = aCustomer();
    assertThat(placeOrder(account, "1").get("status").asString()).isEqualTo("created");
    assertThat(placeOrder(account, "500.00").get("status").asString()).isEqualTo("created");
  }

  @Test
  void theRefusalOfTooMuchNamesTheLimit() {
    as(aCustomer())
        .post()
        .uri("/api/top-ups")
        .body(order("501"))
        .exchange()
        .expectBody()
        .jsonPath("$.detail")
        .isEqualTo("amount: 501 CNY is above what one top-up may be (expected: 1 to 500 CNY)");
  }

  @Test
  void anotherCurrencyIsRefused() {
    as(aCustomer())
        .post()
        .uri("/api/top-ups")
        .body(Map.of("amount", Map.of("amount", "10", "currency", "USD"), "provider", "sandbox"))
        .exchange()
        .expectStatus()
        .isEqualTo(422)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:posthouse:problem:unsupported-currency");
  }

  @Test
  void aCreditNamedByTheClientIsAnUnknownField() {
    as(aCustomer())
        .post()
        .uri("/api/top-ups")
        .body(
            Map.of(
                "amount",
                Map.of("amount", "10", "currency", "CNY"),
                "provider",
                "sandbox",
                "credit",
                "1000"))
        .exchange()
        .expectStatus()
        .isBadRequest();
  }

  @Test
  void anUnknownProviderIsRefused() {
    as(aCustomer())
        .post()
        .uri("/api/top-ups")
        .body(Map.of("amount", Map.of("amount", "10", "currency", "CNY"), "provider", "bank"))
        .exchange()
        .expectStatus()
        .isEqualTo(422);
  }

  @Test
  void anotherAccountsOrderIsNotFound() {
    JsonNode order = placeOrder(aCustomer(), "10");
    as(aCustomer())
        .get()
        .uri("/api/top-ups/" + order.get("id").asString())
        .exchange()
        .expectStatus()
        .isNotFound();
  }

  @Test
  void aBannedAccountBuysNothing() {
    // Given
    UUID account = aCustomer();
    wallets.changeStatus(account, WalletStatus.BANNED, 2);

    // When
    var answer = as(account).post().uri("/api/top-ups").body(order("10")).exchange();

    // Then
    answer.expectStatus().isEqualTo(HttpStatus.CONFLICT);
  }

  @Test
  void theListShowsTheNewestFirstPageByPage() {
    // Given
    UUID account = aCustomer();
    JsonNode first = placeOrder(account, "10");
    JsonNode second = placeOrder(account, "20");

    // When
    JsonNode page = list(account, "?limit=1");
    JsonNode rest = list(account, "?limit=1&cursor=" + page.get("nextCursor").asString());

    // Then
    assertThat(ids(page)).containsExactly(second.get("id").asString());
    assertThat(ids(rest)).containsExactly(first.get("id").asString());
    assertThat(rest.get("nextCursor").isNull()).isTrue();
  }

  @Test
  void anOrderThatNobodyPaidExpiresByTheBusinessClock() {
    // Given
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");

    // When
    clock.advance(Duration.ofMinutes(15));

    // Then
    assertThat(show(account, order).get("status").asString()).isEqualTo("expired");
    soon()
        .until(
            () ->
                jdbc.sql("select status from top_up where id = :id")
                    .param("id", UUID.fromString(order.get("id").asString()))
                    .query(String.class)
                    .single()
                    .equals("expired"));
  }

  @Test
  void theSameKeyAndBodyGiveTheSameAnswer() {
    // Given
    UUID account = aCustomer();

    // When
    String first =
        withKey(account, "k-1", "10")
            .expectStatus()
            .isCreated()
            .returnResult(String.class)
            .getResponseBody();
    String again =
        withKey(account, "k-1", "10.00")
            .expectStatus()
            .isCreated()
            .returnResult(String.class)
            .getResponseBody();

    // Then
    assertThat(again).isEqualTo(first);
    assertThat(ids(list(account, ""))).hasSize(1);
  }

  @Test
  void theSameKeyWithAnotherBodyIsRefused() {
    // Given
    UUID account = aCustomer();
    withKey(account, "k-2", "10").expectStatus().isCreated();

    // When
    var other = withKey(account, "k-2", "11");

    // Then
    other.expectStatus().isEqualTo(422);
  }

  @Test
  void anotherAccountsKeyIsNobodyElsesBusiness() {
    withKey(aCustomer(), "shared", "10").expectStatus().isCreated();
    withKey(aCustomer(), "shared", "99").expectStatus().isCreated();
  }

  @Test
  void oneKeyInParallelMakesOneOrder() {
    // Given
    UUID account = aCustomer();
    var statuses = new ConcurrentLinkedQueue<Integer>();

    // When
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture.allOf(
              IntStream.range(0, 12)
                  .mapToObj(
                      n ->
                          CompletableFuture.runAsync(
                              () ->
                                  statuses.add(
                                      withKey(account, "k-3", "10")
                                          .returnResult(String.class)
                                          .getStatus()
                                          .value()),
                              workers))
                  .toArray(CompletableFuture[]::new))
          .join();
    }

    // Then
    assertThat(Set.copyOf(statuses)).isSubsetOf(Set.of(201, 409)).contains(201);
    assertThat(ids(list(account, ""))).hasSize(1);
  }

  private org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec withKey(
      UUID account, String key, String cny) {
    return as(account)
        .post()
        .uri("/api/top-ups")
        .header("Idempotency-Key", key)
        .body(order(cny))
        .exchange();
  }

  private JsonNode list(UUID account, String query) {
    return as(account)
        .get()
        .uri("/api/top-ups" + query)
        .exchange()
        .expectStatus()
        .isOk()
        .returnResult(JsonNode.class)
        .getResponseBody();
  }

  private static List<String> ids(JsonNode page) {
    return page.get("items").valueStream().map(item -> item.get("id").asString()).toList();
  }
}
