package io.posthouse.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.Contracts;
import io.posthouse.billing.Http;
import io.posthouse.billing.money.Money;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.node.ObjectNode;

/**
 * M9: relays and billing are upgraded one after the other, so that events of an older and of a
 * newer schema come at once.
 */
class SchemaVersionsIT extends UsageFixture {

  @Autowired private UsageBatch batches;
  @Autowired private Receipts receipts;

  @Test
  void anEventOfTheFirstSchemaIsChargedAndItsReceiptSaysWhatIsNotKnown() {
    // Given: nothing that was added since
    UUID account = funded("1");
    UsageSample call = sample(account).lease(lease(account, "0.5")).node(node, epoch, 1);
    ObjectNode old = (ObjectNode) Http.JSON.readTree(call.payload());
    old.remove(List.of("otherModels", "changes", "answeredModel", "modelAsAsked"));
    Contracts.check("relay-service", "usage-recorded.v1", old.toString());

    // When
    UsageBatch.Outcome outcome = batches.take(List.of(call.raw(old.toString(), 1)));

    // Then
    assertThat(outcome.quarantined()).isEmpty();
    assertThat(balance(account)).isEqualTo(Money.usd("0.9856"));
    Receipt receipt = receipts.find(call.requestId(), account).orElseThrow();
    assertThat(receipt.changes()).isNull();
    assertThat(receipt.answeredModel()).isNull();
    assertThat(receipt.modelAsAsked()).isNull();
    assertThat(receipt.otherModels()).isEmpty();
  }

  @Test
  void anEventOfANewerSchemaIsChargedByWhatIsUnderstood() {
    // Given: fields that nobody here has heard of, at the top and inside
    UUID account = funded("1");
    UsageSample call = sample(account).lease(lease(account, "0.5")).node(node, epoch, 1);
    ObjectNode newer = (ObjectNode) Http.JSON.readTree(call.payload());
    newer.put("later", true).putObject("laterStill").put("deep", 1);
    newer.withObject("/tokens").put("smells", 7);
    newer.withObject("/priceVersion").put("moonPhase", "waning");
    ((ObjectNode) newer.withArray("attempts").get(0)).put("mood", "fine");
    Contracts.check("relay-service", "usage-recorded.v1", newer.toString());

    // When
    UsageBatch.Outcome outcome = batches.take(List.of(call.raw(newer.toString(), 1)));

    // Then
    assertThat(outcome.quarantined()).isEmpty();
    assertThat(balance(account)).isEqualTo(Money.usd("0.9856"));
    assertThat(receipts.find(call.requestId(), account)).isPresent();
  }

  private Money balance(UUID account) {
    return wallets.find(account).orElseThrow().balance();
  }
}
