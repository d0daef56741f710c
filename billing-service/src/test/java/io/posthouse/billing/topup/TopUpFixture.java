package io.posthouse.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.OnRealServers;
import io.posthouse.billing.TestClock;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.Wallet;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.testing.TestIdentity;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A customer with a wallet, their orders, and somebody who can sign like the sandbox. */
public abstract class TopUpFixture extends OnRealServers {

  static final JsonMapper JSON = JsonMapper.builder().build();

  @Autowired protected Wallets wallets;
  @Autowired protected JdbcClient jdbc;
  @Autowired protected TestClock clock;
  @LocalServerPort protected int port;

  @Value("${posthouse.payment.sandbox.secret}")
  String secret;

  protected UUID aCustomer() {
    UUID account = UuidCreator.getTimeOrderedEpoch();
    wallets.open(account);
    return account;
  }

  RestTestClient anyone() {
    return RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
  }

  protected RestTestClient as(UUID account) {
    return anyone()
        .mutate()
        .defaultHeader("Authorization", "Bearer " + TestIdentity.customer(account.toString()))
        .build();
  }

  RestTestClient operator() {
    return anyone()
        .mutate()
        .defaultHeader("Authorization", "Bearer " + TestIdentity.operator())
        .build();
  }

  protected static Map<String, Object> order(String amount) {
    return order(amount, "sandbox");
  }

  protected static Map<String, Object> order(String amount, String provider) {
    return Map.of("amount", Map.of("amount", amount, "currency", "CNY"), "provider", provider);
  }

  protected JsonNode placeOrder(UUID account, String cny) {
    return placeOrder(account, cny, "sandbox");
  }

  protected JsonNode placeOrder(UUID account, String cny, String provider) {
    return as(account)
        .post()
        .uri("/api/top-ups")
        .body(order(cny, provider))
        .exchange()
        .expectStatus()
        .isCreated()
        .returnResult(JsonNode.class)
        .getResponseBody();
  }

  protected JsonNode show(UUID account, JsonNode order) {
    return as(account)
        .get()
        .uri("/api/top-ups/" + order.get("id").asString())
        .exchange()
        .expectStatus()
        .isOk()
        .returnResult(JsonNode.class)
        .getResponseBody();
  }

  /** What the sandbox would call back now for a paid order. */
  protected ObjectNode paid(JsonNode order) {
    return paid(order.get("id").asString(), order.get("amount").get("amount").asString());
  }

  ObjectNode paid(String orderId, String cny) {
    return JSON.createObjectNode()
        .put("merchant", "posthouse")
        .put("orderId", orderId)
        .put("paymentId", "sbx_" + UUID.randomUUID())
        .put("status", "paid")
        .put("amount", cny)
        .put("currency", "CNY")
        .put("paidAt", clock.instant().toString());
  }

  protected RestTestClient.ResponseSpec callBack(JsonNode body) {
    return callBack(body, Base64.getDecoder().decode(secret), InstantSource.system().instant());
  }

  RestTestClient.ResponseSpec callBack(JsonNode body, byte[] key, Instant signedAt) {
    String text = body.toString();
    String timestamp = Long.toString(signedAt.getEpochSecond());
    return anyone()
        .post()
        .uri("/api/payments/sandbox/callbacks")
        .contentType(MediaType.APPLICATION_JSON)
        .header("X-Sandbox-Timestamp", timestamp)
        .header("X-Sandbox-Signature", hmac(key, timestamp + "." + text))
        .body(text)
        .exchange();
  }

  private static String hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Quotes at a rate that no other test has a hand in. */
  protected void quoteAt(String cnyPerUsd) {
    operator()
        .put()
        .uri("/api/operator/exchange-rate")
        .body(Map.of("cnyPerUsd", cnyPerUsd, "reason", "A test."))
        .exchange()
        .expectStatus()
        .isOk();
  }

  /** Quotes as before again. */
  protected void quoteAsBefore() {
    operator().delete().uri("/api/operator/exchange-rate").exchange().expectStatus().isNoContent();
  }

  protected Money balance(UUID account) {
    return wallets.find(account).map(Wallet::balance).orElseThrow();
  }

  protected static Money credit(JsonNode order) {
    return Money.usd(order.get("quote").get("credit").get("amount").asString());
  }

  void assertWaitsForReview(String orderId, String reason) {
    assertThat(
            jdbc.sql("select reason from payment_review where order_id = :id")
                .param("id", UUID.fromString(orderId))
                .query(String.class)
                .list())
        .containsExactly(reason);
  }

  protected static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(100));
  }
}
