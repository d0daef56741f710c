package io.posthouse.billing.refund;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Http;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.topup.TopUpFixture;
import io.posthouse.testing.TestIdentity;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ends the service. It concerns every wallet of the tests' database; each test withdraws it at its
 * end.
 */
abstract class TerminationFixture extends TopUpFixture {

  @Autowired ServiceTerminations terminations;
  @Autowired FinalRefunds refunds;

  final String operator = TestIdentity.operator();

  @BeforeEach
  void fixTheRate() {
    quoteAt("7.10");
  }

  @AfterEach
  void freeTheRate() {
    quoteAsBefore();
  }

  @AfterEach
  void goOnAfterAll() {
    if (terminations.standing().isPresent()) {
      terminations.withdraw("test");
    }
  }

  void decide() {
    Http.Answer decided =
        new Http(port)
            .person(
                operator,
                "POST",
                "/api/operator/service-termination",
                "{\"reason\":\"We close.\"}");
    assertThat(decided.status()).as(decided.body()).isEqualTo(201);
  }

  UUID standing() {
    return terminations.standing().orElseThrow().id();
  }

  ServiceTermination over() {
    Instant now = clock.instant();
    decide();
    terminations.announced(standing(), now, now.plus(Duration.ofDays(7)));
    clock.set(now.plus(Duration.ofHours(169)));
    return terminations.standing().orElseThrow();
  }

  int order(UUID account) {
    return new Http(port)
        .person(
            TestIdentity.customer(account.toString()),
            "POST",
            "/api/top-ups",
            Http.JSON.writeValueAsString(order("10")))
        .status();
  }

  JsonNode paidOrder(UUID account, String cny) {
    JsonNode order = placeOrder(account, cny);
    ObjectNode callback = paid(order);
    // The sandbox knows of it too, so that it sends refunds and none comes back into the wallet.
    jdbc.sql(
            """
            update sandbox_payment set outcome = 'paid', payment_id = :payment, decided_at = :now
            where order_id = :id
            """)
        .param("payment", callback.get("paymentId").asString())
        .param("now", Timestamp.from(clock.instant()))
        .param("id", UUID.fromString(order.get("id").asString()))
        .update();
    callBack(callback).expectStatus().isNoContent();
    return order;
  }

  String refunded(JsonNode order) {
    return jdbc.sql("select cny::text from refund where top_up_id = :id")
        .param("id", UUID.fromString(order.get("id").asString()))
        .query(String.class)
        .single();
  }

  UUID funded(String usd) {
    UUID account = aCustomer();
    wallets.creditPaid(
        account, Money.usd(usd), Money.cny("35.50"), UuidCreator.getTimeOrderedEpoch());
    return account;
  }
}
