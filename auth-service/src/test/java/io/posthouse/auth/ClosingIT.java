package io.posthouse.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Closing one's own account (P30). */
class ClosingIT extends AuthFixture {

  private final FakeBilling billing = FakeBilling.get();

  @AfterEach
  void billingIsBack() {
    billing.away = false;
  }

  @Test
  void closesOnlyForTheVeryBalanceThatWasNamed() {
    // Given
    Customer customer = aCustomer();
    billing.balances.put(customer.accountId().toString(), "12.3456");
    JsonNode key =
        body(as(customer.token()).post().uri("/api/keys").body(Map.of("name", "k")).exchange());

    // When // Then: another amount warns of the right one, and nothing happens
    RestTestClient.ResponseSpec other = close(customer, "12.34");
    other.expectStatus().isEqualTo(409);
    JsonNode problem = body(other);
    assertThat(problem.get("type").stringValue()).isEqualTo("urn:posthouse:problem:other-balance");
    assertThat(problem.at("/balance/amount").stringValue()).isEqualTo("12.3456");
    assertThat(status(customer)).isEqualTo("active");

    // When // Then
    close(customer, "12.3456").expectStatus().isNoContent();
    assertThat(billing.balances).doesNotContainKey(customer.accountId().toString());
    assertThat(status(customer)).isEqualTo("closed");
    assertThat(told("auth.account-status-changed.v1", customer.accountId().toString()))
        .singleElement()
        .satisfies(event -> assertThat(event.get("status").stringValue()).isEqualTo("closed"));
    assertThat(told("auth.key-changed.v1", key.get("id").stringValue()).getLast().toString())
        .contains("\"suspended\"");
    assertThat(
            jdbc.sql(
                    "select decision || ' ' || evidence from account_decisions where account_id ="
                        + " :id")
                .param("id", customer.accountId())
                .query(String.class)
                .single())
        .isEqualTo("CLOSED forfeited 12.3456 USD");

    // When // Then: again does nothing, and no key is made any more
    close(customer, "12.3456").expectStatus().isNoContent();
    assertThat(told("auth.account-status-changed.v1", customer.accountId().toString())).hasSize(1);
    expectProblem(
        as(customer.token()).post().uri("/api/keys").body(Map.of("name", "k")).exchange(),
        403,
        "account-not-active");
  }

  @Test
  void theAccountStandsWhileBillingIsAway() {
    // Given
    Customer customer = aCustomer();
    billing.away = true;

    // When // Then
    expectProblem(close(customer, "0"), 503, "billing-unavailable");
    assertThat(status(customer)).isEqualTo("active");
    billing.away = false;
    close(customer, "0").expectStatus().isNoContent();
  }

  @Test
  void nothingIsClosedWithoutAnAmountOrOverAReview() {
    // Given
    Customer customer = aCustomer();
    Customer operator = staff("operator");

    // When // Then
    expectProblem(delete(customer, Map.of()), 400, "invalid-request");
    expectProblem(close(customer, "-1"), 400, "invalid-request");
    as(operator.token())
        .put()
        .uri("/api/operator/accounts/" + customer.accountId() + "/status")
        .body(Map.of("status", "suspended", "cause", "attack", "evidence", "e"))
        .exchange()
        .expectStatus()
        .isOk();
    expectProblem(close(customer, "0"), 403, "account-not-active");
    assertThat(status(customer)).isEqualTo("suspended");
  }

  private RestTestClient.ResponseSpec close(Customer customer, String amount) {
    return delete(customer, Map.of("forfeit", Map.of("amount", amount, "currency", "USD")));
  }

  private RestTestClient.ResponseSpec delete(Customer customer, Object body) {
    return as(customer.token()).method(HttpMethod.DELETE).uri("/api/account").body(body).exchange();
  }

  private String status(Customer customer) {
    return body(as(customer.token()).get().uri("/api/account").exchange())
        .get("status")
        .stringValue();
  }

  private List<JsonNode> told(String topic, String key) {
    return jdbc.sql(
            "select payload from outbox where topic = :topic and event_key = :key order by id")
        .param("topic", topic)
        .param("key", key)
        .query((row, n) -> json.readTree(row.getBytes(1)))
        .list();
  }
}
