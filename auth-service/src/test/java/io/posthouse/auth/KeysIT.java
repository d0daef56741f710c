package io.posthouse.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.outbox.Event;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

class KeysIT extends AuthFixture {

  private static final String FULL =
      """
      {"name":"laptop","channels":["demo"],"models":["gpt-5","claude-sonnet-4-5"],
       "allowedIps":["203.0.113.7","2001:db8::/32"],
       "spendLimit":{"amount":{"amount":"25.50","currency":"USD"},"period":"month"},
       "expiresAt":"2099-01-01T00:00:00Z"}
      """;

  @Value("${posthouse.keys.peppers}")
  String pepper;

  private JsonNode create(Customer customer, String body) {
    var response =
        as(customer.token())
            .post()
            .uri("/api/keys")
            .contentType(MediaType.APPLICATION_JSON)
            .body(body)
            .exchange();
    response.expectStatus().isCreated();
    return body(response);
  }

  private String mac(String key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] secret = Base64.getDecoder().decode(pepper.substring(pepper.indexOf(':') + 1));
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(key.getBytes(StandardCharsets.US_ASCII)));
    } catch (java.security.GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec lookup(
      String publicId, String mac) {
    return service("POST", "/internal/keys/lookup")
        .post()
        .uri("/internal/keys/lookup")
        .body(Map.of("publicId", publicId, "mac", mac, "pepperVersion", "p1"))
        .exchange();
  }

  @Test
  void aKeyIsShownOnceAndFoundByItsMac() {
    // Given
    Customer customer = aCustomer();

    // When
    JsonNode created = create(customer, FULL);
    String secret = created.get("secret").stringValue();
    String id = created.get("id").stringValue();
    JsonNode shown = body(as(customer.token()).get().uri("/api/keys/" + id).exchange());
    JsonNode listed = body(as(customer.token()).get().uri("/api/keys").exchange());

    // Then
    assertThat(secret).matches("ph_live_[0-9A-Za-z]{57}");
    assertThat(created.get("publicId").stringValue()).isEqualTo(secret.substring(8, 16));
    assertThat(created.get("last4").stringValue()).isEqualTo(secret.substring(61));
    assertThat(shown.has("secret")).isFalse();
    assertThat(listed.get("items").get(0)).isEqualTo(shown);
    assertThat(shown.get("status").stringValue()).isEqualTo("active");
    assertThat(shown.get("lastUsedAt").isNull()).isTrue();
    assertThat(shown.get("spendLimit").toString())
        .isEqualTo("{\"amount\":{\"amount\":\"25.5\",\"currency\":\"USD\"},\"period\":\"month\"}");
    JsonNode known = body(lookup(secret.substring(8, 16), mac(secret)));
    assertThat(known.get("keyId").stringValue()).isEqualTo(id);
    assertThat(known.get("accountId").stringValue()).isEqualTo(customer.accountId().toString());
    assertThat(known.get("keyStatus").stringValue()).isEqualTo("active");
    assertThat(known.get("accountStatus").stringValue()).isEqualTo("active");
    assertThat(known.get("allowedIps").toString())
        .isEqualTo("[\"203.0.113.7/32\",\"2001:db8::/32\"]");
    assertThat(known.get("version").longValue()).isEqualTo(1);
  }

  @Test
  void aWrongMacIsNotFoundLikeAnUnknownId() {
    // Given
    String secret = create(aCustomer(), "{\"name\":\"a\"}").get("secret").stringValue();

    // When // Then
    expectProblem(lookup(secret.substring(8, 16), mac(secret + "x")), 404, "not-found");
    expectProblem(lookup("zzzzzzzz", mac(secret)), 404, "not-found");
    expectProblem(lookup("zzzzzzzz", "short"), 400, "invalid-request");
  }

  @Test
  void theKeyItselfIsNotInTheDatabase() {
    // Given
    String secret = create(aCustomer(), "{\"name\":\"a\"}").get("secret").stringValue();

    // When
    List<String> rows =
        jdbc.sql(
                """
                select k::text from api_keys k
                union all select convert_from(payload, 'UTF8') from outbox
                """)
            .query(String.class)
            .list();

    // Then
    assertThat(rows).noneMatch(row -> row.contains(secret.substring(16, 59)));
  }

  @Test
  void everyChangeIsPublishedWholeWithAHigherVersion() {
    // Given
    Customer customer = aCustomer();
    UUID id = UUID.fromString(create(customer, FULL).get("id").stringValue());

    // When
    JsonNode patched =
        body(
            as(customer.token())
                .patch()
                .uri("/api/keys/" + id)
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"name\":\"desk\",\"spendLimit\":null}")
                .exchange());
    as(customer.token()).delete().uri("/api/keys/" + id).exchange().expectStatus().isNoContent();
    as(customer.token()).delete().uri("/api/keys/" + id).exchange().expectStatus().isNoContent();

    // Then
    assertThat(patched.get("name").stringValue()).isEqualTo("desk");
    assertThat(patched.get("spendLimit").isNull()).isTrue();
    assertThat(patched.get("models").size()).isEqualTo(2);
    try (EventLog log = new EventLog("auth.key-changed.v1")) {
      List<Event> events = log.of(id, 3);
      assertThat(events).hasSize(3);
      assertThat(events.stream().map(KeysIT::payload))
          .allSatisfy(payload -> Contracts.check("key-changed.v1", payload));
      assertThat(events.stream().map(event -> json.readTree(event.data())))
          .extracting(
              event -> event.get("version").longValue(),
              event -> event.get("status").stringValue(),
              event -> event.get("name").stringValue(),
              event -> event.has("spendLimit"))
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(1L, "active", "laptop", true),
              org.assertj.core.groups.Tuple.tuple(2L, "active", "desk", false),
              org.assertj.core.groups.Tuple.tuple(3L, "revoked", "desk", false));
    }
    var revived =
        as(customer.token())
            .patch()
            .uri("/api/keys/" + id)
            .contentType(MediaType.APPLICATION_JSON)
            .body("{\"name\":\"again\"}")
            .exchange();
    expectProblem(revived, 409, "key-revoked");
  }

  private static String payload(Event event) {
    return new String(event.data(), StandardCharsets.UTF_8);
  }

  @Test
  void anotherAccountsKeyIsNotFound() {
    // Given
    Customer owner = aCustomer();
    Customer other = aCustomer();
    String uri = "/api/keys/" + create(owner, "{\"name\":\"a\"}").get("id").stringValue();

    // When // Then
    expectProblem(as(other.token()).get().uri(uri).exchange(), 404, "not-found");
    expectProblem(as(other.token()).delete().uri(uri).exchange(), 404, "not-found");
    expectProblem(
        as(other.token())
            .patch()
            .uri(uri)
            .contentType(MediaType.APPLICATION_JSON)
            .body("{\"name\":\"mine\"}")
            .exchange(),
        404,
        "not-found");
    assertThat(body(as(other.token()).get().uri("/api/keys").exchange()).get("items")).isEmpty();
  }

  @Test
  void fieldsThatAreNotTheOwnersAreRefused() {
    // Given
    Customer customer = aCustomer();
    JsonNode key = create(customer, "{\"name\":\"a\"}");

    for (String field : List.of("accountId", "status", "publicId", "rateLimit")) {
      // When
      var created =
          as(customer.token())
              .post()
              .uri("/api/keys")
              .body(Map.of("name", "a", field, "x"))
              .exchange();
      var patched =
          as(customer.token())
              .patch()
              .uri("/api/keys/" + key.get("id").stringValue())
              .body(Map.of(field, "x"))
              .exchange();

      // Then
      expectProblem(created, 400, "invalid-request");
      expectProblem(patched, 400, "invalid-request");
    }
  }

  @Test
  void anExpiryInThePastIsRefused() {
    // When
    var response =
        as(aCustomer().token())
            .post()
            .uri("/api/keys")
            .body(Map.of("name", "a", "expiresAt", "2020-01-01T00:00:00Z"))
            .exchange();

    // Then
    expectProblem(response, 422, "expiry-not-accepted");
  }

  @Test
  void theCapHoldsWhenKeysAreMadeAtOnce() throws Exception {
    // Given
    Customer customer = aCustomer();

    // When
    List<Integer> statuses = new java.util.ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
      for (var answer :
          threads.invokeAll(
              IntStream.range(0, 12)
                  .<java.util.concurrent.Callable<Integer>>mapToObj(
                      i ->
                          () ->
                              as(customer.token())
                                  .post()
                                  .uri("/api/keys")
                                  .body(Map.of("name", "k" + i))
                                  .exchange()
                                  .expectBody()
                                  .returnResult()
                                  .getStatus()
                                  .value())
                  .toList())) {
        statuses.add(answer.get());
      }
    }

    // Then
    assertThat(statuses).filteredOn(status -> status == 201).hasSize(5);
    assertThat(statuses).filteredOn(status -> status == 409).hasSize(7);
  }

  @Test
  void listsInPages() {
    // Given
    Customer customer = aCustomer();
    for (int i = 0; i < 3; i++) {
      create(customer, "{\"name\":\"k" + i + "\"}");
    }

    // When
    JsonNode first = body(as(customer.token()).get().uri("/api/keys?limit=2").exchange());
    JsonNode second =
        body(
            as(customer.token())
                .get()
                .uri("/api/keys?limit=2&cursor=" + first.get("nextCursor").stringValue())
                .exchange());

    // Then
    assertThat(first.get("items")).hasSize(2);
    assertThat(second.get("items")).hasSize(1);
    assertThat(second.get("nextCursor").isNull()).isTrue();
  }
}
