package io.posthouse.billing.refund;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Http;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.topup.TopUpFixture;
import io.posthouse.billing.wallet.Charge;
import io.posthouse.billing.wallet.Settlements;
import io.posthouse.testing.TestIdentity;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Orders paid with the sandbox at 7.10, and what customers and operators ask of them. */
abstract class RefundFixture extends TopUpFixture {

  @Autowired RefundStore store;
  @Autowired Settlements settlements;
  @Autowired PlatformTransactionManager transactions;

  final String operator = TestIdentity.operator();

  @BeforeEach
  void fixTheRate() {
    quoteAt("7.10");
  }

  @AfterEach
  void freeTheRate() {
    quoteAsBefore();
  }

  JsonNode pressed(UUID account, String cny) {
    JsonNode order = placeOrder(account, cny);
    String path = order.get("payUrl").asString().replaceAll("^https?://[^/]+", "");
    new Http(port)
        .send(
            "POST",
            path,
            "outcome=paid",
            java.util.Map.of("Content-Type", "application/x-www-form-urlencoded"));
    soon()
        .untilAsserted(
            () -> assertThat(show(account, order).get("status").asString()).isEqualTo("paid"));
    return order;
  }

  void spend(UUID account, String usd) {
    UUID key = UuidCreator.getTimeOrderedEpoch();
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status ->
                settlements.settle(
                    List.of(
                        new Charge(
                            UuidCreator.getTimeOrderedEpoch(),
                            account,
                            key,
                            null,
                            Money.usd(usd),
                            clock.instant()))));
  }

  Http.Answer ask(UUID account, JsonNode order) {
    return http(
        TestIdentity.customer(account.toString()),
        "POST",
        "/api/top-ups/" + order.get("id").asString() + "/refund-requests",
        "{\"reason\":\"I do not need it.\"}");
  }

  Http.Answer decide(String token, String id, String decision) {
    return http(
        token,
        "POST",
        "/api/operator/refunds/" + id + "/decisions",
        "{\"decision\":\"" + decision + "\"}");
  }

  String status(JsonNode asked) {
    return store.find(UUID.fromString(asked.get("id").asString())).orElseThrow().status();
  }

  static UUID id(JsonNode order) {
    return UUID.fromString(order.get("id").asString());
  }

  Http.Answer http(String token, String method, String path, String body) {
    return new Http(port).person(token, method, path, body);
  }
}
