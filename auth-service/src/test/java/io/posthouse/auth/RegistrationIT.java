package io.posthouse.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.outbox.Event;
import io.posthouse.testing.RealKeycloak;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import tools.jackson.databind.JsonNode;

class RegistrationIT extends AuthFixture {

  @Autowired JavaMailSenderImpl smtp;

  @Test
  void aPersonRegistersVerifiesAndSignsInAtOnce() {
    // Given
    String email = anAddress();
    anybody()
        .post()
        .uri("/api/registrations")
        .header("X-Forwarded-For", aNetwork())
        .header("User-Agent", "Mozilla/5.0")
        .body(
            Map.of(
                "email",
                email.toUpperCase(java.util.Locale.ROOT),
                "password",
                PASSWORD,
                "invitationCode",
                "FRIEND-1",
                "language",
                "zh"))
        .exchange()
        .expectStatus()
        .isAccepted();

    // When
    JsonNode verified = body(verify(mails.of(email, 1).getFirst().token()));
    UUID accountId = UUID.fromString(verified.get("accountId").stringValue());
    String token = RealKeycloak.signIn(email, PASSWORD);

    // Then
    JsonNode account = body(as(token).get().uri("/api/account").exchange());
    assertThat(account.get("id").stringValue()).isEqualTo(accountId.toString());
    assertThat(account.get("email").stringValue()).isEqualTo(email);
    assertThat(account.get("language").stringValue()).isEqualTo("zh");
    assertThat(account.get("status").stringValue()).isEqualTo("active");
    assertThat(account.get("roles").get(0).stringValue()).isEqualTo("customer");
    try (EventLog log = new EventLog("auth.account-registered.v1")) {
      Event event = log.of(accountId, 1).getFirst();
      String payload = new String(event.data(), java.nio.charset.StandardCharsets.UTF_8);
      Contracts.check("account-registered.v1", payload);
      JsonNode fields = json.readTree(payload);
      assertThat(fields.get("invitationCode").stringValue()).isEqualTo("FRIEND-1");
      assertThat(fields.get("language").stringValue()).isEqualTo("zh");
      assertThat(payload).doesNotContain(email).doesNotContain("198.51");
    }
  }

  @Test
  void keycloakHasABcryptHashAndNobodyUnverified() {
    // Given
    String email = anAddress();
    register(email, PASSWORD, aNetwork()).expectStatus().isAccepted();
    String token = mails.of(email, 1).getFirst().token();
    assertThat(RealKeycloak.realm().get("/users?exact=true&email=" + email)).isEmpty();

    // When
    verify(token).expectStatus().isOk();

    // Then
    JsonNode person = RealKeycloak.realm().get("/users?exact=true&email=" + email).get(0);
    JsonNode credential =
        RealKeycloak.realm()
            .get("/users/" + person.get("id").stringValue() + "/credentials")
            .get(0);
    assertThat(person.get("emailVerified").booleanValue()).isTrue();
    assertThat(person.get("enabled").booleanValue()).isTrue();
    JsonNode data = json.readTree(credential.get("credentialData").stringValue());
    assertThat(data.get("algorithm").stringValue()).isEqualTo("bcrypt");
    assertThat(data.get("hashIterations").intValue()).isEqualTo(10);
    assertThat(RealKeycloak.signIn(email, PASSWORD)).isNotEmpty();
    assertThatThrownBy(() -> RealKeycloak.signIn(email, "wrong horse 1"))
        .hasMessageContaining("Invalid user credentials");
  }

  @Test
  void aTokenIsGoodOnce() {
    // Given
    String email = anAddress();
    register(email, PASSWORD, aNetwork());
    String token = mails.of(email, 1).getFirst().token();
    verify(token).expectStatus().isOk();

    // When // Then
    expectProblem(verify(token), 422, "token-not-accepted");
    expectProblem(verify("x".repeat(43)), 422, "token-not-accepted");
    expectProblem(verify("' or 1=1 --"), 422, "token-not-accepted");
  }

  @Test
  void anExpiredTokenIsRefused() {
    // Given
    String email = anAddress();
    register(email, PASSWORD, aNetwork());
    String token = mails.of(email, 1).getFirst().token();
    jdbc.sql("update verification_tokens set expires_at = expires_at - interval '24 hours'")
        .update();

    // When // Then
    expectProblem(verify(token), 422, "token-not-accepted");
  }

  @Test
  void thePasswordOfTheLatestRegistrationCounts() {
    // Given
    String email = anAddress();
    register(email, "first horse 1", aNetwork());
    String first = mails.of(email, 1).getLast().token();
    register(email, "second horse 2", aNetwork());
    String second = mails.of(email, 2).getLast().token();

    // When
    expectProblem(verify(first), 422, "token-not-accepted");
    verify(second).expectStatus().isOk();

    // Then
    assertThat(RealKeycloak.signIn(email, "second horse 2")).isNotEmpty();
    assertThatThrownBy(() -> RealKeycloak.signIn(email, "first horse 1"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aKnownAddressGetsTheSameAnswerAndKeepsItsPassword() {
    // Given
    Customer customer = aCustomer();

    // When
    var unknown = register(anAddress(), "another horse 2", aNetwork());
    var known = register(customer.email(), "another horse 2", aNetwork());

    // Then
    assertThat(body(known)).isEqualTo(body(unknown));
    known.expectStatus().isAccepted();
    unknown.expectStatus().isAccepted();
    assertThat(mails.of(customer.email(), 2).getLast().text()).doesNotContain("token=");
    assertThat(RealKeycloak.signIn(customer.email(), PASSWORD)).isNotEmpty();
  }

  @Test
  void oneAddressRegisteredTwentyTimesAtOnceIsOneAccount() throws Exception {
    // Given
    String email = anAddress();
    String network = aNetwork();
    Callable<Integer> attempt =
        () -> register(email, PASSWORD, network).expectBody().returnResult().getStatus().value();

    // When
    try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
      List<Future<Integer>> answers =
          threads.invokeAll(IntStream.range(0, 20).mapToObj(i -> attempt).toList());
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(202);
      }
    }

    // Then
    org.awaitility.Awaitility.await()
        .until(
            () -> jdbc.sql("select count(*) from mails").query(Long.class).single(), n -> n == 0);
    String token = mails.of(email, 1).getLast().token();
    try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
      List<Future<Integer>> answers =
          threads.invokeAll(
              IntStream.range(0, 5)
                  .<Callable<Integer>>mapToObj(
                      i -> () -> verify(token).expectBody().returnResult().getStatus().value())
                  .toList());
      List<Integer> statuses = new java.util.ArrayList<>();
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
      assertThat(statuses).containsOnlyOnce(200).isSubsetOf(200, 409, 422);
    }
    assertThat(RealKeycloak.realm().get("/users?exact=true&email=" + email)).hasSize(1);
    assertThat(RealKeycloak.signIn(email, PASSWORD)).isNotEmpty();
  }

  @Test
  void aCrashAfterKeycloakIsHealedByTheNextTry() {
    // Given
    String email = anAddress();
    register(email, PASSWORD, aNetwork());
    String token = mails.of(email, 1).getFirst().token();
    verify(token).expectStatus().isOk();
    jdbc.sql("delete from accounts where person_id = :id")
        .param(
            "id",
            RealKeycloak.realm()
                .get("/users?exact=true&email=" + email)
                .get(0)
                .get("id")
                .stringValue())
        .update();

    // When
    register(email, "another horse 2", aNetwork());
    verify(mails.of(email, 2).getLast().token()).expectStatus().isOk();

    // Then
    assertThat(RealKeycloak.signIn(email, "another horse 2")).isNotEmpty();
  }

  @Test
  void aMailServerThatIsDownLosesNothing() {
    // Given
    String email = anAddress();
    int port = smtp.getPort();
    smtp.setPort(1);

    // When
    register(email, PASSWORD, aNetwork()).expectStatus().isAccepted();
    org.awaitility.Awaitility.await()
        .until(
            () ->
                jdbc.sql("select coalesce(max(attempts), 0) from mails")
                    .query(Integer.class)
                    .single(),
            attempts -> attempts > 0);
    smtp.setPort(port);

    // Then
    verify(mails.of(email, 1).getFirst().token()).expectStatus().isOk();
  }

  @Test
  void theLimitOfANetworkAddressSaysHowLongToWait() {
    // Given
    String network = aNetwork();
    for (int i = 0; i < 20; i++) {
      register(anAddress(), PASSWORD, network).expectStatus().isAccepted();
    }

    // When
    var refused = register(anAddress(), PASSWORD, network);

    // Then
    expectProblem(refused, 429, "too-many-registrations");
    refused
        .expectHeader()
        .value(
            "Retry-After", seconds -> assertThat(Integer.parseInt(seconds)).isBetween(3500, 3601));
    register(anAddress(), PASSWORD, aNetwork()).expectStatus().isAccepted();
  }

  @ParameterizedTest
  @CsvSource({
    "ada@example, correct horse 1, 400, invalid-request",
    "ada@example.com, short1, 422, password-not-accepted",
    "ada@example.com, 12345678, 422, password-not-accepted",
    "ada@example.com, abcdefgh, 422, password-not-accepted"
  })
  void badInputIsRefused(String email, String password, int status, String slug) {
    // When // Then
    expectProblem(register(email, password, aNetwork()), status, slug);
  }

  @Test
  void anUnknownFieldIsRefused() {
    // When
    var response =
        anybody()
            .post()
            .uri("/api/registrations")
            .body(Map.of("email", anAddress(), "password", PASSWORD, "role", "operator"))
            .exchange();

    // Then
    expectProblem(response, 400, "invalid-request");
  }

  @Test
  void neitherAddressNorPasswordNorTokenIsInTheDatabase() {
    // Given
    String email = anAddress();
    register(email, "canary horse 77", aNetwork());
    String token = mails.of(email, 1).getFirst().token();

    // When
    List<String> rows =
        jdbc.sql(
                """
                select r::text from registrations r union all select t::text from verification_tokens t
                union all select m::text from mails m union all select o::text from outbox o
                union all select convert_from(payload, 'UTF8') from outbox
                union all select encode(email, 'escape') from registrations
                """)
            .query(String.class)
            .list();

    // Then
    assertThat(rows)
        .noneMatch(row -> row.contains(email))
        .noneMatch(row -> row.contains("canary"))
        .noneMatch(row -> row.contains(token));
  }
}
