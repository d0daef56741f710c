package io.posthouse.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.posthouse.billing.money.Money;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

class SandboxFlowIT extends TopUpFixture {

  @Test
  void theButtonBringsTheMoneyWithinTenSeconds() throws Exception {
    // Given
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "100");
    String page = open(order);
    assertThat(page).contains("CNY 100.00").contains("name=\"outcome\" value=\"paid\"");

    // When
    press(order, "paid").expectStatus().isOk();

    // Then
    soon()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(balance(account)).isEqualTo(credit(order)));
    JsonNode shown = show(account, order);
    assertThat(shown.get("status").asString()).isEqualTo("paid");
    assertThat(shown.get("providerOrderId").asString()).startsWith("sbx_");
    JsonNode event = event(order);
    assertThat(event.get("first").asBoolean()).isTrue();
    assertThat(event.get("credited").get("amount").asString()).isEqualTo(credit(order).plain());
    assertFitsSchema("top-up-paid.v1", event.toString());
  }

  @Test
  void theOtherButtonDeclines() {
    // Given
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");

    // When
    press(order, "declined").expectStatus().isOk();

    // Then
    soon()
        .untilAsserted(
            () -> assertThat(show(account, order).get("status").asString()).isEqualTo("declined"));
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
  }

  @Test
  void pressingAgainPaysNothingMore() {
    // Given
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");
    press(order, "paid").expectStatus().isOk();
    soon().untilAsserted(() -> assertThat(balance(account)).isEqualTo(credit(order)));

    // When
    press(order, "declined").expectStatus().isOk();
    press(order, "paid").expectStatus().isOk();

    // Then
    assertThat(show(account, order).get("status").asString()).isEqualTo("paid");
    assertThat(callbacks(order)).isEqualTo(1);
  }

  @Test
  void aCallbackThatACrashForgotToTickOffIsSentAgainAndCreditsOnce() {
    // Given
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");
    press(order, "paid").expectStatus().isOk();
    soon().until(() -> isDelivered(order));

    // When
    jdbc.sql(
            "update sandbox_callback set delivered_at = null, next_attempt_at = next_attempt_at - interval '1 hour' where order_id = :id")
        .param("id", id(order))
        .update();

    // Then
    soon().until(() -> isDelivered(order));
    assertThat(balance(account)).isEqualTo(credit(order));
  }

  @Test
  void anExpiredOrderHasNoButtons() {
    // Given
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10");

    // When
    clock.advance(Duration.ofMinutes(15));

    // Then
    assertThat(open(order)).doesNotContain("<button").contains("expired");
    press(order, "paid").expectStatus().isOk();
    assertThat(callbacks(order)).isZero();
  }

  @Test
  void thePageAllowsNoScriptAndNoFrame() {
    JsonNode order = placeOrder(aCustomer(), "10");
    page(order)
        .expectHeader()
        .valueMatches(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'nonce-[A-Za-z0-9+/=]+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
  }

  @Test
  void anotherOutcomeIsRefused() {
    JsonNode order = placeOrder(aCustomer(), "10");
    press(order, "maybe").expectStatus().isBadRequest();
  }

  @Test
  void anUnknownOrderHasNoPage() {
    anyone()
        .get()
        .uri("/api/payments/sandbox/pay/" + UUID.randomUUID())
        .exchange()
        .expectStatus()
        .isNotFound();
  }

  @ParameterizedTest
  @ValueSource(strings = {"top-up-paid.v1", "top-up-refunded.v1"})
  void theSamplesFitTheirSchemas(String event) throws IOException {
    assertFitsSchema(event, Files.readString(Path.of("contracts/events", event + ".sample.json")));
  }

  private String open(JsonNode order) {
    return page(order).expectStatus().isOk().returnResult(String.class).getResponseBody();
  }

  private RestTestClient.ResponseSpec page(JsonNode order) {
    return anyone().get().uri(payPath(order)).accept(MediaType.TEXT_HTML).exchange();
  }

  private RestTestClient.ResponseSpec press(JsonNode order, String outcome) {
    return anyone()
        .post()
        .uri(payPath(order))
        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
        .body("outcome=" + outcome)
        .exchange();
  }

  private static String payPath(JsonNode order) {
    return "/api/payments/sandbox/pay/" + order.get("id").asString();
  }

  private JsonNode event(JsonNode order) {
    return JSON.readTree(
        jdbc.sql(
                """
                select payload from outbox where topic = 'billing.top-up-paid.v1'
                  and convert_from(payload, 'UTF8')::jsonb ->> 'topUpId' = :id
                """)
            .param("id", order.get("id").asString())
            .query(byte[].class)
            .single());
  }

  private static void assertFitsSchema(String event, String payload) throws IOException {
    String schema = Files.readString(Path.of("contracts/events", event + ".schema.json"));
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema, InputFormat.JSON)
                .validate(payload, InputFormat.JSON))
        .as(payload)
        .isEmpty();
  }

  private boolean isDelivered(JsonNode order) {
    return jdbc.sql(
                "select count(*) from sandbox_callback where order_id = :id and delivered_at is not null")
            .param("id", id(order))
            .query(Long.class)
            .single()
        == 1;
  }

  private long callbacks(JsonNode order) {
    return jdbc.sql("select count(*) from sandbox_callback where order_id = :id")
        .param("id", id(order))
        .query(Long.class)
        .single();
  }

  private static UUID id(JsonNode order) {
    return UUID.fromString(order.get("id").asString());
  }
}
