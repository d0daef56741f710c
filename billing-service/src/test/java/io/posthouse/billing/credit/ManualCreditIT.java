package io.posthouse.billing.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Http;
import io.posthouse.billing.OnRealServers;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.testing.TestIdentity;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

class ManualCreditIT extends OnRealServers {

  @Autowired private Wallets wallets;
  @Autowired private JdbcClient jdbc;
  @LocalServerPort private int port;

  private final String one = TestIdentity.operator();
  private final String other = TestIdentity.operator();

  @Test
  void aSmallCreditIsPostedOnceForOneIdempotencyKey() {
    // Given
    UUID account = opened();
    String key = UUID.randomUUID().toString();

    // When
    Http.Answer first = ask(one, account, "20", key);
    Http.Answer again = ask(one, account, "20", key);
    Http.Answer changed = ask(one, account, "19", key);

    // Then
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.json().get("status").asString()).isEqualTo("posted");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(changed.status()).isEqualTo(422);
    assertThat(balance(account)).isEqualTo(Money.usd("20"));
  }

  /** A8. */
  @Test
  void aLargeCreditNeedsAnotherOperator() {
    // Given
    UUID account = opened();
    String id = ask(one, account, "20.01", null).json().get("id").asString();

    // When
    Http.Answer himself = decide(one, id, "approve");
    Money meanwhile = balance(account);
    Http.Answer approved = decide(other, id, "approve");
    Http.Answer twice = decide(other, id, "approve");

    // Then
    assertThat(himself.status()).isEqualTo(403);
    assertThat(meanwhile).isEqualTo(Money.ZERO_USD);
    assertThat(approved.json().get("status").asString()).isEqualTo("posted");
    assertThat(twice.status()).isEqualTo(409);
    assertThat(balance(account)).isEqualTo(Money.usd("20.01"));
    assertThat(audited(account)).contains("credit.asked", "credit.approved");
  }

  @Test
  void aRejectedCreditMovesNothing() {
    // Given
    UUID account = opened();
    String id = ask(one, account, "500", null).json().get("id").asString();

    // When
    decide(other, id, "reject");

    // Then
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
    assertThat(decide(other, id, "approve").status()).isEqualTo(409);
  }

  @Test
  void theDatabaseItselfRefusesTheSamePersonTwice() {
    UUID account = opened();
    String id = ask(one, account, "500", null).json().get("id").asString();

    assertThatThrownBy(
            () ->
                jdbc.sql(
                        """
                        update manual_credit set status = 'posted', decided_by = asked_by, decided_at = asked_at
                        where id = :id
                        """)
                    .param("id", UUID.fromString(id))
                    .update())
        .rootCause()
        .hasMessageContaining("second_person");
  }

  @Test
  void aCustomerGivesNoCredit() {
    UUID account = opened();
    assertThat(ask(TestIdentity.customer(account.toString()), account, "1", null).status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1"})
  void nothingOrLessIsNoCredit(String amount) {
    assertThat(ask(one, opened(), amount, null).status()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit_entry set person = 'nobody'",
        "delete from audit_entry",
        "truncate audit_entry",
        "alter table audit_entry disable trigger all"
      })
  void theApplicationCannotRewriteTheAuditLog(String sql) {
    ask(one, opened(), "1", null);

    assertThatThrownBy(() -> jdbc.sql(sql).update())
        .rootCause()
        .message()
        .containsAnyOf("permission denied", "must be owner");
  }

  private String audited(UUID subject) {
    return new Http(port).person(one, "GET", "/api/operator/audit?subject=" + subject, "").body();
  }

  private Http.Answer ask(String token, UUID account, String usd, String key) {
    String body =
        Http.JSON.writeValueAsString(
            Map.of(
                "accountId",
                account,
                "amount",
                Map.of("amount", usd, "currency", "USD"),
                "reason",
                "An outage."));
    return key == null
        ? new Http(port).person(token, "POST", "/api/operator/credits", body)
        : new Http(port)
            .person(token, "POST", "/api/operator/credits", body, "Idempotency-Key", key);
  }

  private Http.Answer decide(String token, String id, String decision) {
    return new Http(port)
        .person(
            token,
            "POST",
            "/api/operator/credits/" + id + "/decisions",
            "{\"decision\":\"" + decision + "\"}");
  }

  private UUID opened() {
    UUID account = UuidCreator.getTimeOrderedEpoch();
    wallets.open(account);
    return account;
  }

  private Money balance(UUID account) {
    return wallets.find(account).orElseThrow().balance();
  }
}
