package io.posthouse.billing.refund;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.Charge;
import io.posthouse.billing.wallet.CreditLease;
import io.posthouse.billing.wallet.CreditLeases;
import io.posthouse.billing.wallet.LeaseAnswer;
import io.posthouse.billing.wallet.LeaseRequest;
import io.posthouse.billing.wallet.RelayNodes;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Refunds while calls run (A36): what a lease holds is not on its way to the payer. */
class RefundWhileCallsRunIT extends RefundFixture {

  @Autowired private CreditLeases leases;
  @Autowired private RelayNodes nodes;

  @Test
  void whatCallsHoldIsRefundedOnlyWhenTheyGaveItBack() {
    // Given: 10 paid, 4 of it held by calls
    UUID account = aCustomer();
    JsonNode order = pressed(account, "71");
    CreditLease lease = lease(account, "4");

    // When: asked for while they run; they cost 1
    JsonNode first = ask(account, order).json();
    settle(account, lease, "1");
    leases.returned(lease.id(), Money.usd("3"), true);

    // Then
    assertThat(first.at("/amount/amount").asString()).isEqualTo("42.6");
    assertThat(balance(account)).isEqualTo(Money.usd("3"));
    assertThat(ask(account, order).status()).isEqualTo(409);

    // And the rest once the first is sent
    decide(operator, first.get("id").asString(), "approve");
    soon().untilAsserted(() -> assertThat(status(first)).isEqualTo("sent"));
    JsonNode rest = ask(account, order).json();
    assertThat(rest.at("/amount/amount").asString()).isEqualTo("21.3");
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
  }

  private CreditLease lease(UUID account, String usd) {
    String node = "relay-" + UUID.randomUUID();
    Money money = Money.usd(usd);
    LeaseAnswer answer =
        leases.grant(
            new LeaseRequest(
                UuidCreator.getTimeOrderedEpoch(),
                node,
                nodes.startEpoch(node),
                account,
                null,
                null,
                money,
                money,
                money,
                money));
    return ((LeaseAnswer.Granted) answer).lease();
  }

  private void settle(UUID account, CreditLease lease, String usd) {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status ->
                settlements.settle(
                    List.of(
                        new Charge(
                            UuidCreator.getTimeOrderedEpoch(),
                            account,
                            UuidCreator.getTimeOrderedEpoch(),
                            lease.id(),
                            Money.usd(usd),
                            clock.instant()))));
  }
}
