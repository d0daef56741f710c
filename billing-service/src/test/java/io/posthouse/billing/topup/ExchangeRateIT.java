package io.posthouse.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

class ExchangeRateIT extends TopUpFixture {

  @Autowired private ExchangeRates rates;
  private HttpServer server;
  private volatile String answer = "{}";
  private volatile int status = 200;

  @BeforeEach
  void feed() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    rates.fed(new BigDecimal("7.12"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
    rates.withdrawOverride("test");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"base\":\"USD\",\"rates\":{\"CNY\":7.1345}}",
        "{\"base\":\"USD\",\"date\":\"2026-11-22\",\"rates\":{\"EUR\":0.9,\"CNY\":\"7.1345\"}}"
      })
  void theFeedsRateQuotesTheNextOrder(String json) {
    // Given
    answer = json;

    // When
    fetch();

    // Then
    JsonNode quote = placeOrder(aCustomer(), "10").get("quote");
    assertThat(quote.get("rate").asString()).isEqualTo("7.1345");
    assertThat(quote.get("source").asString()).isEqualTo("feed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"base\":\"USD\",\"rates\":{\"CNY\":9.99}}",
        "{\"base\":\"USD\",\"rates\":{\"CNY\":0}}",
        "{\"base\":\"USD\",\"rates\":{\"CNY\":-7.1}}",
        "{\"base\":\"EUR\",\"rates\":{\"CNY\":7.2}}",
        "{\"base\":\"USD\",\"rates\":{}}",
        "{\"base\":\"USD\",\"rates\":{\"CNY\":\"seven\"}}",
        "not json",
        ""
      })
  void aJumpOrAnythingElseThatIsNoRateLeavesTheLastKnownOne(String json) {
    // Given
    answer = json;

    // When
    fetch();

    // Then
    assertThat(rates.current().cnyPerUsd()).isEqualByComparingTo("7.12");
  }

  @Test
  void aFeedThatFailsLeavesTheLastKnownRate() {
    // Given
    status = 500;

    // When
    fetch();

    // Then
    assertThat(rates.current().cnyPerUsd()).isEqualByComparingTo("7.12");
  }

  @Test
  void anOrderKeepsItsRateWhenTheRateMoves() {
    // Given
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");

    // When
    rates.fed(new BigDecimal("7.5"));
    callBack(paid(order)).expectStatus().isNoContent();

    // Then
    assertThat(balance(account)).isEqualTo(credit(order));
    assertThat(show(account, order).get("quote")).isEqualTo(order.get("quote"));
  }

  @Test
  void anOperatorsRateCountsUntilItIsWithdrawn() {
    // Given
    put("6.5", "the feed is wrong").expectStatus().isOk();
    assertThat(placeOrder(aCustomer(), "10").get("quote").get("source").asString())
        .isEqualTo("operator");

    // When
    operator().delete().uri("/api/operator/exchange-rate").exchange().expectStatus().isNoContent();

    // Then
    operator()
        .get()
        .uri("/api/operator/exchange-rate")
        .exchange()
        .expectBody()
        .jsonPath("$.source")
        .isEqualTo("feed")
        .jsonPath("$.cnyPerUsd")
        .isEqualTo("7.12");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1000", "abc", "1e1"})
  void aRateThatIsNoneIsRefused(String rate) {
    put(rate, "why").expectStatus().isEqualTo(422);
  }

  @Test
  void aRateNeedsAReason() {
    put("7", " ").expectStatus().isBadRequest();
  }

  @Test
  void aCustomerSetsNoRate() {
    as(aCustomer())
        .put()
        .uri("/api/operator/exchange-rate")
        .body(Map.of("cnyPerUsd", "1", "reason", "please"))
        .exchange()
        .expectStatus()
        .isForbidden();
  }

  @Test
  void withoutFeedAndInitialRateTheServiceDoesNotStart() {
    assertThatThrownBy(() -> new ExchangeRateProperties(null, Duration.ofMinutes(1), null))
        .hasMessageContaining("neither feed-url nor initial-cny-per-usd");
  }

  private org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec put(
      String rate, String reason) {
    return operator()
        .put()
        .uri("/api/operator/exchange-rate")
        .body(Map.of("cnyPerUsd", rate, "reason", reason))
        .exchange();
  }

  private void fetch() {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/latest");
    new ExchangeRateFeed(
            new ExchangeRateProperties(url, Duration.ofMinutes(10), null),
            rates,
            RestClient.builder())
        .fetch();
  }
}
