package io.posthouse.referral;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.testing.TestIdentity;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReferralCodesIT extends ReferralFixture {

  private static final Map<String, String> FIVE_DOLLARS = Map.of("amount", "5", "currency", "USD");

  @Test
  void anOperatorsCodePaysByItsOwnRule() {
    // Given
    UUID owner = anAccount();
    String code = "SPRING-" + owner.toString().substring(28);
    create(
            Map.of(
                "code",
                code,
                "rule",
                Map.of("kind", "fixed", "amount", FIVE_DOLLARS),
                "accountId",
                owner.toString()))
        .expectStatus()
        .isCreated();

    // When
    UUID referee = invitedBy(code);
    EventBus.get()
        .send(
            "billing.top-up-paid.v1",
            referee.toString(),
            id(),
            clock.instant().minus(HOLD),
            Producers.topUpPaid(referee, id(), "1", true));

    // Then
    awaitReward(owner, "granted");
    assertThat(rewards(owner).getFirst().get("amount").get("amount").asString())
        .isEqualTo("5.0000000000");
  }

  @Test
  void aCodeThatExistsIsAConflict() {
    // Given
    String code = "TWICE-" + id().toString().substring(28);
    Map<String, Object> request =
        Map.of("code", code, "rule", Map.of("kind", "ratio", "ratio", "0.2"));
    create(request).expectStatus().isCreated();

    // When
    var again = create(request);

    // Then
    again
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:posthouse:problem:code-exists");
  }

  @Test
  void aRuleThatIsNoneIsRefusedByField() {
    create(Map.of("code", "BAD-RULE", "rule", Map.of("kind", "ratio", "ratio", "1.5")))
        .expectStatus()
        .isEqualTo(422)
        .expectBody()
        .jsonPath("$.detail")
        .isEqualTo("ratio: 1.5 (expected: <= 1)");
  }

  @Test
  void anUnknownFieldIsRefused() {
    create(Map.of("code", "X-1", "rule", Map.of("kind", "ratio", "ratio", "0.1"), "bonus", 1))
        .expectStatus()
        .isBadRequest();
  }

  @Test
  void aLineBreakInACodeIsRefused() {
    create(Map.of("code", "A\r\nB", "rule", Map.of("kind", "ratio", "ratio", "0.1")))
        .expectStatus()
        .isEqualTo(422);
  }

  @Test
  void aCustomerMakesNoCodes() {
    as(TestIdentity.customer(id().toString()))
        .post()
        .uri("/api/operator/referral-codes")
        .body(Map.of())
        .exchange()
        .expectStatus()
        .isForbidden();
  }

  @Test
  void theListIsPaged() {
    // Given
    for (int i = 0; i < 3; i++) {
      create(
              Map.of(
                  "code",
                  "PAGE-" + i + "-" + id().toString().substring(28),
                  "rule",
                  Map.of("kind", "ratio", "ratio", "0.1")))
          .expectStatus()
          .isCreated();
    }

    // When
    var page =
        as(TestIdentity.operator()).get().uri("/api/operator/referral-codes?limit=2").exchange();

    // Then
    page.expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.items.length()")
        .isEqualTo(2)
        .jsonPath("$.nextCursor")
        .isNotEmpty();
  }

  private org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec create(
      Map<String, Object> request) {
    return as(TestIdentity.operator())
        .post()
        .uri("/api/operator/referral-codes")
        .body(request)
        .exchange();
  }
}
