package io.posthouse.notification.pricechange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.notification.NotificationFixture;
import io.posthouse.notification.wording.LocalizedText;
import io.posthouse.outbox.Outbox;
import io.posthouse.testing.TestIdentity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/**
 * {@code posthouse.price-change.second-person=true}; the confirmation goes through the running
 * service.
 */
class SecondPersonIT extends NotificationFixture {

  private static final String ANNOUNCED = "notification.price-change-announced.v1";

  @Autowired PriceChangeRepository repository;
  @Autowired PriceChangeNotices notices;
  @Autowired BillingPrices billing;
  @Autowired Outbox outbox;
  @Autowired TransactionTemplate transactions;
  PriceChanges changes;

  @BeforeEach
  void withASecondPerson() {
    changes =
        new PriceChanges(
            repository,
            notices,
            billing,
            outbox,
            jdbc,
            transactions,
            clock,
            new PriceChangeProperties(Duration.ofDays(7), true));
  }

  @Test
  void tellsNobodyUntilAnotherPersonConfirms() {
    // Given
    UUID ann = aCustomer("en");
    String channel = aChannel("1.00");
    PriceChangeView proposed = propose(channel, 8);
    assertThat(proposed.status()).isEqualTo(Status.PENDING);
    assertThat(proposed.announcedAt()).isNull();
    assertThat(inbox(ann)).noneMatch(message -> message.toString().contains(channel));

    // When
    JsonNode confirmed =
        support()
            .post()
            .uri("/api/support/price-changes/" + proposed.id() + "/confirmation")
            .exchange()
            .expectStatus()
            .isOk()
            .returnResult(JsonNode.class)
            .getResponseBody();

    // Then
    assertThat(confirmed.get("status").asString()).isEqualTo("announced");
    assertThat(inbox(ann)).anyMatch(message -> message.toString().contains(channel));
    soon().until(() -> events.read(ANNOUNCED, channel).size() == 1);
    support()
        .post()
        .uri("/api/support/price-changes/" + proposed.id() + "/confirmation")
        .exchange()
        .expectStatus()
        .isEqualTo(409);
  }

  @Test
  void countsTheNoticeFromTheConfirmation() {
    // Given
    PriceChangeView proposed = propose(aChannel("1.00"), 8);

    // When
    clock.move(Duration.ofHours(25));

    // Then
    support()
        .post()
        .uri("/api/support/price-changes/" + proposed.id() + "/confirmation")
        .exchange()
        .expectStatus()
        .isEqualTo(422);
  }

  @Test
  void doesNotTakeTheSamePersonForTwo() {
    // Given
    String subject = UUID.randomUUID().toString();
    String channel = aChannel("1.00");
    PriceChangeView proposed = changes.announce(proposal(channel, 8), subject);

    // Then
    as(TestIdentity.token(Map.of("sub", subject), List.of("support")))
        .post()
        .uri("/api/support/price-changes/" + proposed.id() + "/confirmation")
        .exchange()
        .expectStatus()
        .isForbidden();
    as(TestIdentity.customer(id().toString()))
        .post()
        .uri("/api/support/price-changes/" + proposed.id() + "/confirmation")
        .exchange()
        .expectStatus()
        .isForbidden();
  }

  @Test
  void refusesShortNoticeBeforeAnybodyIsAsked() {
    String channel = aChannel("1.00");

    assertThatThrownBy(() -> propose(channel, 6)).hasMessageContaining("7 days (168 hours)");
  }

  @Test
  void dropsAProposalWithoutTellingAnybody() {
    String channel = aChannel("1.00");
    PriceChangeView proposed = propose(channel, 8);

    support()
        .delete()
        .uri("/api/support/price-changes/" + proposed.id())
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.status")
        .isEqualTo("withdrawn");

    assertThat(
            jdbc.sql("select count(*) from notices where announcement_id = :id")
                .param("id", proposed.id())
                .query(Long.class)
                .single())
        .isZero();
  }

  private PriceChangeView propose(String channel, int days) {
    return changes.announce(proposal(channel, days), "first-person");
  }

  private Proposal proposal(String channel, int days) {
    return new Proposal(
        channel, new BigDecimal("1.20"), inDays(days), new LocalizedText("Because.", "因为。"));
  }
}
