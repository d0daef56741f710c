package io.posthouse.notification.termination;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.notification.Contracts;
import io.posthouse.notification.NotificationFixture;
import io.posthouse.testing.TestIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ServiceTerminationIT extends NotificationFixture {

  @Test
  void tellsEveryoneOnceInBothWaysAndBillingWhenItIsOver() {
    // Given
    UUID english = aCustomer("en");
    UUID chinese = aCustomer("zh");
    UUID termination = id();
    ObjectNode decided =
        (ObjectNode) Contracts.sample("billing-service", "service-termination-decided.v1");
    decided.put("terminationId", termination.toString());

    // When: delivered twice
    UUID event = id();
    for (int i = 0; i < 2; i++) {
      events.send(ServiceTerminations.DECIDED, "all", event, clock.instant(), decided);
    }

    // Then
    soon().until(() -> announced(termination).size() == 1);
    JsonNode announced = announced(termination).getFirst();
    Contracts.check("service-termination-announced.v1", announced);
    Instant announcedAt = Instant.parse(announced.get("announcedAt").asString());
    Instant endsAt = Instant.parse(announced.get("endsAt").asString());
    assertThat(Duration.between(announcedAt, endsAt))
        .isBetween(Duration.ofDays(7), Duration.ofDays(7).plusMinutes(3));
    assertThat(told(english).get("title").asString()).isEqualTo("Our service ends");
    assertThat(told(english).get("body").asString())
        .contains(endsAt.toString(), "We close on 30 November.", "not cash");
    assertThat(told(chinese).get("title").asString()).isEqualTo("服务终止通知");
    soon()
        .untilAsserted(
            () ->
                assertThat(mails.to(addressOf(english)))
                    .anySatisfy(mail -> assertThat(mail.subject()).contains("Our service ends")));
    soon()
        .during(Duration.ofMillis(400))
        .until(() -> announced(termination).size() == 1 && inbox(english).size() == 1);

    // When // Then: who registers in the week that is left is told too
    UUID late = aCustomer("en");
    soon().untilAsserted(() -> assertThat(inbox(late)).hasSize(1));
    assertThat(items(as(TestIdentity.customer(late.toString())), "/api/announcements"))
        .anySatisfy(
            shown -> assertThat(shown.get("title").asString()).isEqualTo("Our service ends"));
  }

  private JsonNode told(UUID account) {
    return inbox(account).getFirst();
  }

  private static List<JsonNode> announced(UUID termination) {
    return events.read(TerminationTopic.ANNOUNCED, "all").stream()
        .filter(event -> event.get("terminationId").asString().equals(termination.toString()))
        .toList();
  }
}
