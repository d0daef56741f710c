package io.posthouse.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.payment.FakeProvider;
import io.posthouse.testing.TestIdentity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Orders at Stripe, Alipay and WeChat Pay, each a fake of its API with keys of its own making. */
abstract class ProviderFixture extends TopUpFixture {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @Autowired PaymentPolls polls;

  final String operator = TestIdentity.operator();

  @BeforeEach
  void fixTheRate() {
    quoteAt("7.10");
  }

  @AfterEach
  void freeTheRate() {
    quoteAsBefore();
  }

  JsonNode paid(FakeProvider provider, UUID account, String cny) throws Exception {
    JsonNode order = placeOrder(account, cny, provider.name());
    visit(order);
    provider.pay(id(order), clock.instant());
    assertThat(send(provider.name(), provider.callback(id(order))).statusCode()).isIn(200, 204);
    return order;
  }

  /** What a browser does with {@code payUrl}, on to Alipay's own page too. */
  HttpResponse<String> visit(JsonNode order) throws Exception {
    String path = URI.create(order.get("payUrl").asString()).getPath();
    HttpResponse<String> page = get(URI.create("http://localhost:" + port + path));
    if (page.headers().firstValue("Location").orElse("").contains("gateway.do")) {
      get(URI.create(page.headers().firstValue("Location").orElseThrow()));
    }
    return page;
  }

  static ConditionFactory eventually() {
    return soon().atMost(Duration.ofSeconds(45));
  }

  static HttpResponse<String> get(URI uri) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> send(String provider, FakeProvider.Callback callback) {
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

  long count(String table, String column, UUID id) {
    return jdbc.sql("select count(*) from " + table + " where " + column + " = :id")
        .param("id", id)
        .query(Long.class)
        .single();
  }

  static UUID id(JsonNode order) {
    return UUID.fromString(order.get("id").asString());
  }
}
