package io.posthouse.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.Http;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.FakeProvider;
import io.posthouse.billing.payment.FakeProviders;
import io.posthouse.testing.TestIdentity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/**
 * Stripe, Alipay and WeChat Pay from the order to the statement, each against a fake of its API
 * with keys of its own making (I11, I12; A29 to A31).
 */
@ExtendWith(OutputCaptureExtension.class)
class ProvidersIT extends TopUpFixture {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

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

  @ParameterizedTest
  @ValueSource(strings = {"stripe", "alipay", "wechatpay"})
  void anOrderIsPaidAtTheProviderAndCreditedOnceByFiftyCallbacksWithPolls(String name)
      throws Exception {
    // Given
    FakeProvider provider = FakeProviders.of(name);
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "123.45", name);
    visit(order);
    assertThat(provider.payment(id(order)).fen()).isEqualTo(12345);
    provider.pay(id(order), clock.instant());
    FakeProvider.Callback callback = provider.callback(id(order));
    ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();

    // When
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        pool.execute(() -> statuses.add(send(name, callback).statusCode()));
      }
      for (int i = 0; i < 10; i++) {
        pool.execute(() -> polls.check(id(order)));
      }
    }

    // Then
    // A busy database answers some with 5xx; the provider sends those again.
    int taken = name.equals("alipay") ? 200 : 204;
    assertThat(statuses).hasSize(50).contains(taken).allMatch(one -> one == taken || one >= 500);
    assertThat(send(name, callback).statusCode()).isEqualTo(taken);
    assertThat(balance(account)).isEqualTo(credit(order));
    JsonNode shown = show(account, order);
    assertThat(shown.get("status").asString()).isEqualTo("paid");
    assertThat(shown.get("providerOrderId").asString()).contains("42");
    assertThat(count("payment_review", "order_id", id(order))).isZero();
    assertThat(paidEvents(order)).isEqualTo(1);
  }

  @Test
  void alipayIsAnsweredWithTheWordThatItWaitsFor() throws Exception {
    FakeProvider provider = FakeProviders.of("alipay");
    JsonNode order = placeOrder(aCustomer(), "10", "alipay");
    visit(order);
    provider.pay(id(order), clock.instant());

    assertThat(send("alipay", provider.callback(id(order))).body()).isEqualTo("success");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stripe", "alipay", "wechatpay"})
  void aForgedCallbackOfEveryKindIsRefusedAndLoggedWithoutSecrets(
      String name, CapturedOutput output) throws Exception {
    // Given
    FakeProvider provider = FakeProviders.of(name);
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10", name);
    visit(order);
    provider.pay(id(order), clock.instant());
    Map<String, FakeProvider.Callback> forged = provider.forgeries(id(order));
    int logged = refusals(output);

    // When // Then
    for (Map.Entry<String, FakeProvider.Callback> one : forged.entrySet()) {
      assertThat(send(name, one.getValue()).statusCode()).as(one.getKey()).isIn(400, 401, 403);
    }
    assertThat(refusals(output) - logged).isEqualTo(forged.size());
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
    assertThat(show(account, order).get("status").asString()).isEqualTo("created");
    assertThat(count("payment_review", "order_id", id(order))).isZero();
    assertThat(output.getAll()).doesNotContain("canary");
    assertThat(output.getAll()).doesNotContain(provider.secrets());
  }

  /** A callback is worth nothing at another provider's door. */
  @ParameterizedTest
  @CsvSource({"stripe,alipay", "alipay,wechatpay", "wechatpay,stripe", "stripe,sandbox"})
  void oneProvidersCallbackIsRefusedByAnother(String signer, String door) throws Exception {
    FakeProvider provider = FakeProviders.of(signer);
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10", signer);
    visit(order);
    provider.pay(id(order), clock.instant());

    assertThat(send(door, provider.callback(id(order))).statusCode()).isEqualTo(401);
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stripe", "alipay", "wechatpay"})
  void anotherAmountThatIsSignedWaitsForAPerson(String name) throws Exception {
    // Given
    FakeProvider provider = FakeProviders.of(name);
    UUID account = aCustomer();
    JsonNode order = placeOrder(account, "10", name);
    visit(order);
    provider.pay(id(order), clock.instant());

    // When
    int status = send(name, provider.callback(id(order), 999)).statusCode();

    // Then
    assertThat(status).isIn(200, 204);
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
    assertWaitsForReview(order.get("id").asString(), "other-amount");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stripe", "alipay", "wechatpay"})
  void aReloadOfThePageIsTheSamePayment(String name) throws Exception {
    JsonNode order = placeOrder(aCustomer(), "10", name);

    HttpResponse<String> first = visit(order);
    HttpResponse<String> again = visit(order);

    assertThat(first.statusCode()).isEqualTo(name.equals("wechatpay") ? 200 : 303);
    if (name.equals("stripe")) {
      assertThat(again.headers().firstValue("Location"))
          .isEqualTo(first.headers().firstValue("Location"));
    }
    if (name.equals("wechatpay")) {
      assertThat(path(again.body())).isEqualTo(path(first.body())).startsWith("M0 0");
      assertThat(again.body()).contains("CNY").contains("http-equiv=\"refresh\"");
    }
  }

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

  private JsonNode paid(FakeProvider provider, UUID account, String cny) throws Exception {
    JsonNode order = placeOrder(account, cny, provider.name());
    visit(order);
    provider.pay(id(order), clock.instant());
    assertThat(send(provider.name(), provider.callback(id(order))).statusCode()).isIn(200, 204);
    return order;
  }

  /** What a browser does with {@code payUrl}, on to Alipay's own page too. */
  private HttpResponse<String> visit(JsonNode order) throws Exception {
    String path = URI.create(order.get("payUrl").asString()).getPath();
    HttpResponse<String> page = get(URI.create("http://localhost:" + port + path));
    if (page.headers().firstValue("Location").orElse("").contains("gateway.do")) {
      get(URI.create(page.headers().firstValue("Location").orElseThrow()));
    }
    return page;
  }

  private static ConditionFactory eventually() {
    return soon().atMost(Duration.ofSeconds(45));
  }

  private static HttpResponse<String> get(URI uri) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String provider, FakeProvider.Callback callback) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + port + "/api/payments/" + provider + "/callbacks"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(callback.body()))
            .header("Content-Type", callback.contentType());
    callback.headers().forEach(request::header);
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (java.io.IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static String path(String page) {
    return page.replaceAll("(?s).* d=\"([^\"]*)\".*", "$1");
  }

  private static int refusals(CapturedOutput output) {
    return output.getAll().split("a payment callback was refused", -1).length - 1;
  }

  private static JsonNode difference(JsonNode report, UUID order) {
    for (JsonNode one : report.get("differences")) {
      if (one.get("orderId").asString().equals(order.toString())) {
        return one;
      }
    }
    return null;
  }

  private long count(String table, String column, UUID id) {
    return jdbc.sql("select count(*) from " + table + " where " + column + " = :id")
        .param("id", id)
        .query(Long.class)
        .single();
  }

  private long paidEvents(JsonNode order) {
    return jdbc.sql(
            """
            select count(*) from outbox where topic = 'billing.top-up-paid.v1'
              and convert_from(payload, 'UTF8')::jsonb ->> 'topUpId' = :id
            """)
        .param("id", order.get("id").asString())
        .query(Long.class)
        .single();
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

  private static UUID id(JsonNode order) {
    return UUID.fromString(order.get("id").asString());
  }
}
