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

    // When: delivered twice
    tell(ServiceTerminations.DECIDED, "service-termination-decided.v1", termination);

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

  @Test
  void tellsEveryoneOnceInBothWaysThatItGoesOnAfterAll() {
    // Given
    UUID english = aCustomer("en");
    UUID chinese = aCustomer("zh");
    UUID termination = id();
    tell(ServiceTerminations.DECIDED, "service-termination-decided.v1", termination);
    soon().until(() -> announced(termination).size() == 1);

    // When
    tell(ServiceTerminations.WITHDRAWN, "service-termination-withdrawn.v1", termination);

    // Then
    soon().until(() -> inbox(english).size() == 2 && inbox(chinese).size() == 2);
    assertThat(told(english).get("title").asString()).isEqualTo("Our service goes on");
    assertThat(told(english).get("body").asString())
        .contains(announced(termination).getFirst().get("endsAt").asString());
    assertThat(told(chinese).get("title").asString()).isEqualTo("服务继续运营");
    soon()
        .untilAsserted(
            () ->
                assertThat(mails.to(addressOf(english)))
                    .anySatisfy(mail -> assertThat(mail.subject()).contains("goes on")));
    soon().during(Duration.ofMillis(400)).until(() -> inbox(english).size() == 2);
    assertThat(items(as(TestIdentity.customer(english.toString())), "/api/announcements"))
        .noneSatisfy(
            shown -> assertThat(shown.get("title").asString()).isEqualTo("Our service ends"));
  }

  /** Two topics: what was said first may be heard of last. */
  @Test
  void tellsNobodyOfAnEndThatIsWithdrawnAlready() {
    // Given
    UUID account = aCustomer("en");
    UUID termination = id();

    // When
    tell(ServiceTerminations.WITHDRAWN, "service-termination-withdrawn.v1", termination);
    soon().until(() -> known(termination));
    tell(ServiceTerminations.DECIDED, "service-termination-decided.v1", termination);

    // Then: a later decision is announced, this one is not
    UUID later = id();
    tell(ServiceTerminations.DECIDED, "service-termination-decided.v1", later);
    soon().until(() -> announced(later).size() == 1);
    assertThat(announced(termination)).isEmpty();
    soon().until(() -> inbox(account).size() == 1);
    tell(ServiceTerminations.WITHDRAWN, "service-termination-withdrawn.v1", later);
    soon().until(() -> inbox(account).size() == 2);
  }

  private boolean known(UUID termination) {
    return jdbc.sql("select count(*) from service_terminations where termination_id = :id")
            .param("id", termination)
            .query(Long.class)
            .single()
        == 1;
  }

  /** Delivered twice, as Kafka may. */
  private void tell(String topic, String sample, UUID termination) {
    ObjectNode json = (ObjectNode) Contracts.sample("billing-service", sample);
    json.put("terminationId", termination.toString());
    UUID event = id();
    for (int i = 0; i < 2; i++) {
      events.send(topic, "all", event, clock.instant(), json);
    }
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
