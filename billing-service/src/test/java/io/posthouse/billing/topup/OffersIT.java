package io.posthouse.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.Http;
import io.posthouse.billing.money.Money;
import io.posthouse.testing.TestIdentity;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Promotions (P25), packages (P32), polling and reviewed payments (A30). */
class OffersIT extends TopUpFixture {

  @Autowired private PaymentPolls polls;

  private final String operator = TestIdentity.operator();

  @BeforeEach
  void fixTheRate() {
    quoteAt("7.10");
  }

  @AfterEach
  void freeTheRate() {
    quoteAsBefore();
  }

  @AfterEach
  void endPromotions() {
    jdbc.sql("update promotion set enabled = false").update();
  }

  @Test
  void aPromotionCountsForTheNextOrderAndGivesOnceWhatItSays() {
    // Given
    UUID account = aCustomer();
    assertThat(bonus(placeOrder(account, "100"))).isEqualTo("0");
    promotion("100", "\"bonusPercent\":\"10\",\"perAccount\":1");

    // When
    JsonNode below = placeOrder(account, "99.99");
    JsonNode first = placeOrder(account, "142");
    JsonNode second = placeOrder(account, "142");
    callBack(paid(first)).expectStatus().isNoContent();
    callBack(paid(second)).expectStatus().isNoContent();

    // Then
    assertThat(bonus(below)).isEqualTo("0");
    assertThat(bonus(first)).isEqualTo("2");
    assertThat(bonus(second)).isEqualTo("2");
    assertThat(balance(account)).isEqualTo(Money.usd("42"));
    assertThat(bonus(placeOrder(account, "142"))).isEqualTo("0");
  }

  @Test
  void thePromotionThatIsOverGivesNothingAndAnOrderKeepsWhatItWasQuoted() {
    // Given
    UUID account = aCustomer();
    String id = promotion("50", "\"bonus\":{\"amount\":\"3\",\"currency\":\"USD\"}");
    JsonNode before = placeOrder(account, "71");

    // When
    new Http(port)
        .person(operator, "PATCH", "/api/operator/promotions/" + id, "{\"enabled\":false}");
    JsonNode after = placeOrder(account, "71");
    callBack(paid(before)).expectStatus().isNoContent();
    callBack(paid(after)).expectStatus().isNoContent();

    // Then
    assertThat(bonus(after)).isEqualTo("0");
    assertThat(balance(account)).isEqualTo(Money.usd("23"));
  }

  @Test
  void aPackageIsBoughtAtItsPriceWithItsBonus() {
    // Given
    Http.Answer made =
        new Http(port)
            .person(
                operator,
                "POST",
                "/api/operator/plans",
                """
                {"name":{"en":"Starter","zh":"入门"},"price":{"amount":"71","currency":"CNY"},
                 "bonus":{"amount":"1.5","currency":"USD"},"order":5}\
                """);
    String plan = made.json().get("id").asString();
    UUID account = aCustomer();

    // When
    Http.Answer ordered =
        new Http(port)
            .person(
                TestIdentity.customer(account.toString()),
                "POST",
                "/api/top-ups",
                "{\"planId\":\"" + plan + "\",\"provider\":\"sandbox\"}");
    callBack(paid(ordered.json())).expectStatus().isNoContent();

    // Then
    assertThat(ordered.status()).as(ordered.body()).isEqualTo(201);
    assertThat(balance(account)).isEqualTo(Money.usd("11.5"));
    assertThat(new Http(port).send("GET", "/api/plans", "", java.util.Map.of("A", "b")).body())
        .contains(plan);
  }

  @Test
  void aPackageAboveTheLimitOfATopUpIsNone() {
    assertThat(
            new Http(port)
                .person(
                    operator,
                    "POST",
                    "/api/operator/plans",
                    """
                    {"name":{"en":"Huge","zh":"大"},"price":{"amount":"500.01","currency":"CNY"}}\
                    """)
                .status())
        .isEqualTo(422);
  }

  /** I11. */
  @Test
  void fiftyCallbacksTwentyPollsAndTheDaysStatementAtOnceCreditOnce() throws Exception {
    // Given: the sandbox has decided, and its own callback is on its way too
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "71");
    UUID id = UUID.fromString(order.get("id").asString());
    jdbc.sql(
            """
            update sandbox_payment set outcome = 'paid', payment_id = 'sbx_poll', decided_at = :now
            where order_id = :id
            """)
        .param("now", java.sql.Timestamp.from(clock.instant()))
        .param("id", id)
        .update();
    ObjectNode callback = paid(order).put("paymentId", "sbx_poll");

    Map<String, Object> day =
        Map.of("provider", "sandbox", "day", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    Queue<Integer> runs = new ConcurrentLinkedQueue<>();

    // When
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        pool.execute(() -> callBack(callback).returnResult());
      }
      for (int i = 0; i < 20; i++) {
        pool.execute(() -> polls.check(id));
      }
      for (int i = 0; i < 5; i++) {
        pool.execute(
            () ->
                runs.add(
                    operator()
                        .post()
                        .uri("/api/operator/reconciliation/runs")
                        .body(day)
                        .exchange()
                        .returnResult()
                        .getStatus()
                        .value()));
      }
    }

    // Then
    assertThat(runs).hasSize(5).containsOnly(200);
    assertThat(balance(account)).isEqualTo(Money.usd("10"));
    assertThat(
            jdbc.sql("select count(*) from payment_review where order_id = :id")
                .param("id", id)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void aPaymentWhoseCallbackNeverCameIsFoundByAsking() {
    // Given
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "71");
    jdbc.sql(
            """
            update sandbox_payment set outcome = 'paid', payment_id = 'sbx_lost', decided_at = :now
            where order_id = :id
            """)
        .param("now", java.sql.Timestamp.from(clock.instant()))
        .param("id", UUID.fromString(order.get("id").asString()))
        .update();

    // When
    clock.advance(Duration.ofSeconds(20));
    polls.poll();

    // Then
    soon()
        .untilAsserted(
            () -> assertThat(show(account, order).get("status").asString()).isEqualTo("paid"));
    assertThat(balance(account)).isEqualTo(Money.usd("10"));
  }

  @Test
  void aPaymentThatCameTooLateIsCreditedByAPersonOnceAndCanBeRefunded() {
    // Given
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "71");
    clock.advance(Duration.ofMinutes(16));
    callBack(paid(order)).expectStatus().isNoContent();
    UUID review =
        jdbc.sql("select id from payment_review where order_id = :id")
            .param("id", UUID.fromString(order.get("id").asString()))
            .query(UUID.class)
            .single();

    // When
    Http.Answer credited = decide(review, "credit");
    Http.Answer again = decide(review, "credit");
    Http.Answer dismissed = decide(review, "dismiss");

    // Then
    assertThat(credited.status()).as(credited.body()).isEqualTo(200);
    assertThat(credited.json().get("decision").asString()).isEqualTo("credit");
    assertThat(again.status()).isEqualTo(409);
    assertThat(dismissed.status()).isEqualTo(409);
    assertThat(balance(account)).isEqualTo(Money.usd("10"));
    assertThat(
            new Http(port)
                .person(
                    TestIdentity.customer(account.toString()),
                    "POST",
                    "/api/top-ups/" + review + "/refund-requests",
                    "{\"reason\":\"Too late for me.\"}")
                .status())
        .isEqualTo(201);
  }

  private Http.Answer decide(UUID review, String decision) {
    return new Http(port)
        .person(
            operator,
            "POST",
            "/api/operator/quarantine/payments/" + review + "/decisions",
            "{\"decision\":\"" + decision + "\",\"reason\":\"Seen at the provider.\"}");
  }

  private String promotion(String minimum, String rest) {
    Http.Answer made =
        new Http(port)
            .person(
                operator,
                "POST",
                "/api/operator/promotions",
                "{\"name\":{\"en\":\"Autumn\",\"zh\":\"秋\"},\"minimum\":{\"amount\":\""
                    + minimum
                    + "\",\"currency\":\"CNY\"},"
                    + rest
                    + "}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.json().get("id").asString();
  }

  private static String bonus(JsonNode order) {
    return order.at("/quote/bonus/amount").asString();
  }
}
