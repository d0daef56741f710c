package io.posthouse.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.FakeProvider;
import io.posthouse.billing.payment.FakeProviders;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Callbacks of Stripe, Alipay and WeChat Pay, the right ones and the forged (I11; A29 to A31). */
@ExtendWith(OutputCaptureExtension.class)
class ProvidersIT extends ProviderFixture {

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

  private static String path(String page) {
    return page.replaceAll("(?s).* d=\"([^\"]*)\".*", "$1");
  }

  private static int refusals(CapturedOutput output) {
    return output.getAll().split("a payment callback was refused", -1).length - 1;
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
}
