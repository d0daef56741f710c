package io.posthouse.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.testing.RealKeycloak;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

class OperatorAccountsIT extends AuthFixture {

  private RestTestClient.ResponseSpec put(Customer who, UUID account, String what, Object body) {
    return as(who.token())
        .put()
        .uri("/api/operator/accounts/" + account + "/" + what)
        .body(body)
        .exchange();
  }

  @Test
  void anOperatorFindsAnAccountByAnySpellingOfItsAddress() {
    // Given
    Customer operator = staff("operator");
    Customer customer = aCustomer();

    // When
    JsonNode found =
        body(
            as(operator.token())
                .get()
                .uri(
                    "/api/operator/accounts?email="
                        + customer.email().toUpperCase(java.util.Locale.ROOT))
                .exchange());
    JsonNode none =
        body(
            as(operator.token())
                .get()
                .uri("/api/operator/accounts?email=" + anAddress())
                .exchange());

    // Then
    assertThat(found.get("items").get(0).get("id").stringValue())
        .isEqualTo(customer.accountId().toString());
    assertThat(found.get("items").get(0).get("roles").toString()).isEqualTo("[\"customer\"]");
    assertThat(none.get("items")).isEmpty();
  }

  @Test
  void rolesAreInTheNextToken() {
    // Given
    Customer operator = staff("operator");
    Customer customer = aCustomer();

    // When
    put(operator, customer.accountId(), "roles", Map.of("roles", List.of("customer", "support")))
        .expectStatus()
        .isOk();
    JsonNode account =
        body(
            as(RealKeycloak.signIn(customer.email(), PASSWORD))
                .get()
                .uri("/api/account")
                .exchange());

    // Then
    assertThat(account.get("roles").toString()).isEqualTo("[\"customer\",\"support\"]");
    expectProblem(
        put(operator, customer.accountId(), "roles", Map.of("roles", List.of("root"))),
        422,
        "unknown-role");
    expectProblem(
        put(operator, operator.accountId(), "roles", Map.of("roles", List.of("customer"))),
        422,
        "own-roles");
  }

  @Test
  void aSuspensionNeedsCauseAndEvidenceAndReachesEveryKey() {
    // Given
    Customer operator = staff("operator");
    Customer customer = aCustomer();
    UUID key =
        UUID.fromString(
            body(as(customer.token()).post().uri("/api/keys").body(Map.of("name", "a")).exchange())
                .get("id")
                .stringValue());

    // When
    expectProblem(
        put(operator, customer.accountId(), "status", Map.of("status", "banned")),
        422,
        "cause-required");
    expectProblem(
        put(
            operator,
            customer.accountId(),
            "status",
            Map.of("status", "banned", "cause", "dislike", "evidence", "x")),
        400,
        "invalid-request");
    put(
            operator,
            customer.accountId(),
            "status",
            Map.of("status", "suspended", "cause", "key-resale", "evidence", "41 networks in 1 h"))
        .expectStatus()
        .isOk();

    // Then
    try (EventLog accounts = new EventLog("auth.account-status-changed.v1");
        EventLog keys = new EventLog("auth.key-changed.v1")) {
      String change =
          new String(
              accounts.of(customer.accountId(), 1).getFirst().data(),
              java.nio.charset.StandardCharsets.UTF_8);
      Contracts.check("account-status-changed.v1", change);
      assertThat(json.readTree(change).get("cause").stringValue()).isEqualTo("key-resale");
      assertThat(json.readTree(keys.of(key, 2).get(1).data()).get("status").stringValue())
          .isEqualTo("suspended");
    }
    expectProblem(
        as(customer.token()).post().uri("/api/keys").body(Map.of("name", "b")).exchange(),
        403,
        "account-not-active");
    assertThat(
            body(as(customer.token()).get().uri("/api/account").exchange())
                .get("cause")
                .stringValue())
        .isEqualTo("key-resale");
    put(operator, customer.accountId(), "status", Map.of("status", "active")).expectStatus().isOk();
    as(customer.token())
        .post()
        .uri("/api/keys")
        .body(Map.of("name", "b"))
        .exchange()
        .expectStatus()
        .isCreated();
  }

  @Test
  void theDatabaseKnowsNoBanWithoutACause() {
    // Given
    Customer customer = aCustomer();

    // When // Then
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                jdbc.sql("update accounts set status = 'BANNED' where id = :id")
                    .param("id", customer.accountId())
                    .update())
        .isInstanceOf(org.springframework.dao.DataIntegrityViolationException.class);
  }

  @Test
  void contactsAreToldToServicesOnly() {
    // Given
    Customer customer = aCustomer();
    Map<String, Object> question =
        Map.of("accountIds", List.of(customer.accountId(), UUID.randomUUID()));

    // When
    JsonNode told =
        body(
            service("POST", "/internal/contacts")
                .post()
                .uri("/internal/contacts")
                .body(question)
                .exchange());

    // Then
    assertThat(told.get("items")).hasSize(1);
    assertThat(told.get("items").get(0).get("address").stringValue()).isEqualTo(customer.email());
    as(customer.token())
        .post()
        .uri("/internal/contacts")
        .body(question)
        .exchange()
        .expectStatus()
        .isForbidden();
    anybody()
        .post()
        .uri("/internal/contacts")
        .body(question)
        .exchange()
        .expectStatus()
        .isUnauthorized();
  }

  @Test
  void customersAndSupportAreNoOperators() {
    // Given
    Customer customer = aCustomer();
    Customer support = staff("support");

    for (Customer who : List.of(customer, support)) {
      // When // Then
      expectProblem(
          as(who.token()).get().uri("/api/operator/accounts?email=" + customer.email()).exchange(),
          403,
          "forbidden");
      expectProblem(
          put(who, customer.accountId(), "roles", Map.of("roles", List.of("operator"))),
          403,
          "forbidden");
    }
  }
}
