package io.posthouse.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.Http;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.FakeProvider;
import io.posthouse.billing.payment.FakeProviders;
import io.posthouse.testing.TestIdentity;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What is done at Stripe, Alipay and WeChat Pay beside callbacks: asking, closing, refunds and
 * statements (I12, A30).
 */
class ProviderCareIT extends ProviderFixture {

  @ParameterizedTest
  @ValueSource(strings = {"stripe", "alipay", "wechatpay"})
  void aPaymentWhoseCallbackNeverCameIsFoundByThePolls(String name) throws Exception {
    // Given
    FakeProvider provider = FakeProviders.of(name);
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10", name);
    visit(order);
    provider.pay(id(order), clock.instant());

    // When
    clock.advance(Duration.ofSeconds(20));

    // Then
    eventually().untilAsserted(() -> assertThat(balance(account)).isEqualTo(credit(order)));
    clock.advance(Duration.ofMinutes(10));
    eventually().until(() -> count("payment_poll", "order_id", id(order)) == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stripe", "alipay", "wechatpay"})
  void anOrderThatRanOutIsClosedAtTheProviderAndThenLetBe(String name) throws Exception {
    // Given
    FakeProvider provider = FakeProviders.of(name);
    JsonNode order = placeOrder(aCustomer(), "10", name);
    visit(order);

    // When
    clock.advance(Duration.ofMinutes(16));

    // Then
    eventually().until(() -> provider.payment(id(order)).isClosed());
    clock.advance(Duration.ofMinutes(40));
    eventually().until(() -> count("payment_poll", "order_id", id(order)) == 0);
    assertThat(visit(order).body()).contains("cannot be paid any more");
  }

  @Test
  void aProviderThatHangsHoldsUpNeitherTheSchedulerNorAnother() throws Exception {
    // Given
    FakeProvider hanging = FakeProviders.of("wechatpay");
    FakeProvider other = FakeProviders.of("alipay");
    UUID account = aCustomer();
    JsonNode stuck = placeOrder(aCustomer(), "10", "wechatpay");
    JsonNode order = placeOrder(account, "10", "alipay");
    visit(stuck);
    visit(order);
    other.pay(id(order), clock.instant());
    hanging.hang();

    // When
    try {
      clock.advance(Duration.ofSeconds(20));

      // Then: the polls of the scheduler go on beside the one that hangs
      eventually().untilAsserted(() -> assertThat(balance(account)).isEqualTo(credit(order)));
      JsonNode later = placeOrder(account, "20", "alipay");
      visit(later);
      other.pay(id(later), clock.instant());
      clock.advance(Duration.ofSeconds(20));
      eventually()
          .untilAsserted(
              () -> assertThat(balance(account)).isEqualTo(credit(order).plus(credit(later))));
    } finally {
      hanging.goOn();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stripe", "alipay", "wechatpay"})
  void aRefundGoesBackToThePaymentOnceAndExactly(String name) throws Exception {
    // Given
    FakeProvider provider = FakeProviders.of(name);
    UUID account = aCustomer();
    JsonNode order = paid(provider, account, "71.07");
    provider.refundsArePending(true);

    // When
    JsonNode asked =
        new Http(port)
            .person(
                TestIdentity.customer(account.toString()),
                "POST",
                "/api/top-ups/" + order.get("id").asString() + "/refund-requests",
                "{\"reason\":\"Not needed.\"}")
            .json();
    new Http(port)
        .person(
            operator,
            "POST",
            "/api/operator/refunds/" + asked.get("id").asString() + "/decisions",
            "{\"decision\":\"approve\"}");

    // Then: tried again until the provider has done it
    eventually().until(() -> attempts(asked) >= 1);
    assertThat(refundStatus(asked)).isEqualTo("approved");
    provider.refundsArePending(false);
    clock.advance(Duration.ofMinutes(2));
    eventually().until(() -> refundStatus(asked).equals("sent"));
    assertThat(provider.payment(id(order)).refunds())
        .containsExactly(
            new FakeProvider.Refund(asked.get("id").asString().replace("-", ""), 7107));
  }

  @ParameterizedTest
  @CsvSource({"stripe,UTC", "alipay,Asia/Shanghai", "wechatpay,Asia/Shanghai"})
  void aStatementShowsWhatIsMissingExtraAndDifferent(String name, String zone) throws Exception {
    // Given: one order agrees and was refunded behind our back, one differs, one the provider does
    // not know, and two payments are known to it alone
    FakeProvider provider = FakeProviders.of(name);
    UUID account = aCustomer();
    JsonNode right = paid(provider, account, "10");
    JsonNode different = paid(provider, account, "20");
    JsonNode missing = paid(provider, account, "30");
    provider.alter(id(different), 1999);
    provider.refundAtTheDesk(id(right), 300, clock.instant());
    provider.lose(id(missing));
    UUID unheardOf = UUID.randomUUID();
    provider.payUnasked(unheardOf.toString().replace("-", ""), 4000, clock.instant());
    provider.payUnasked("shop-" + name, 5000, clock.instant());
    LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneId.of(zone));

    // When
    JsonNode report =
        new Http(port)
            .person(
                operator,
                "POST",
                "/api/operator/reconciliation/runs",
                "{\"provider\":\"" + name + "\",\"day\":\"" + day + "\"}")
            .json();

    // Then
    assertThat(difference(report, id(right)).get("kind").asString()).isEqualTo("refund-not-here");
    assertThat(difference(report, id(right)).at("/there/amount").asString()).isEqualTo("3");
    assertThat(difference(report, id(different)).get("kind").asString()).isEqualTo("other-amount");
    assertThat(difference(report, id(different)).at("/there/amount").asString()).isEqualTo("19.99");
    assertThat(difference(report, id(missing)).get("kind").asString()).isEqualTo("not-there");
    assertThat(difference(report, unheardOf).get("kind").asString()).isEqualTo("not-here");
    assertThat(report.toString()).contains("\"reference\":\"shop-" + name + "\"");
    JsonNode kept =
        new Http(port).person(operator, "GET", "/api/operator/reconciliation", "").json();
    assertThat(kept.get("statements").toString()).contains(id(missing).toString());
  }

  /** Stripe signs no answers; there it is TLS alone. */
  @ParameterizedTest
  @CsvSource({
    "alipay,BY_SOMEBODY",
    "alipay,UNSIGNED",
    "wechatpay,BY_SOMEBODY",
    "wechatpay,UNSIGNED"
  })
  void anAnswerThatTheProviderDidNotSignIsNotBelieved(String name, FakeProvider.Answers answers)
      throws Exception {
    // Given
    FakeProvider provider = FakeProviders.of(name);
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10", name);
    visit(order);
    provider.pay(id(order), clock.instant());
    int before = provider.asked();

    // When
    provider.answers(answers);
    try {
      polls.check(id(order));
    } finally {
      provider.answers(FakeProvider.Answers.SIGNED);
    }

    // Then
    assertThat(provider.asked()).isGreaterThan(before);
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
    polls.check(id(order));
    assertThat(balance(account)).isEqualTo(credit(order));
  }

  private static JsonNode difference(JsonNode report, UUID order) {
    for (JsonNode one : report.get("differences")) {
      if (one.get("orderId").asString().equals(order.toString())) {
        return one;
      }
    }
    return null;
  }

  private String refundStatus(JsonNode refund) {
    return jdbc.sql("select status from refund where id = :id")
        .param("id", UUID.fromString(refund.get("id").asString()))
        .query(String.class)
        .single();
  }

  private int attempts(JsonNode refund) {
    return jdbc.sql("select attempts from refund where id = :id")
        .param("id", UUID.fromString(refund.get("id").asString()))
        .query(Integer.class)
        .single();
  }
}
