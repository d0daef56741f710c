package io.posthouse.notification.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.notification.Contracts;
import io.posthouse.notification.NotificationFixture;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CustomerMessagesIT extends NotificationFixture {

  @Test
  void tellsOfAPaidTopUpOnceInThePersonsLanguage() {
    // Given: billing's own sample
    JsonNode paid = Contracts.sample("billing-service", "top-up-paid.v1");
    UUID account = UUID.fromString(paid.get("accountId").asString());
    register(account, "zh");
    soon().until(() -> addressKnown(account));

    // When: delivered twice
    UUID event = id();
    for (int i = 0; i < 2; i++) {
      events.send("billing.top-up-paid.v1", account.toString(), event, clock.instant(), paid);
    }

    // Then
    soon().until(() -> count(account, "TOP_UP") == 1);
    soon().during(java.time.Duration.ofMillis(400)).until(() -> count(account, "TOP_UP") == 1);
    assertThat(inbox(account))
        .filteredOn(message -> message.get("category").asString().equals("top-up"))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.get("title").asString()).isEqualTo("充值到账：CNY 100.00");
              assertThat(message.get("body").asString())
                  .contains("USD 14.0449438202", "7.12", "CNY 100.00");
            });
  }

  @Test
  void tellsTheInviterOfAReward() {
    // Given: referral-service's own sample
    JsonNode granted = Contracts.sample("referral-service", "reward-granted.v1");
    UUID account = UUID.fromString(granted.get("accountId").asString());

    // When
    send("referral.reward-granted.v1", account, granted);

    // Then
    soon().until(() -> count(account, "REWARD") == 1);
    assertThat(inbox(account))
        .filteredOn(message -> message.get("category").asString().equals("reward"))
        .singleElement()
        .satisfies(
            message ->
                assertThat(message.get("title").asString())
                    .isEqualTo("Referral reward: USD 1.404494382"));
  }

  private long count(UUID account, String category) {
    return jdbc.sql("select count(*) from notices where account_id = :id and category = :category")
        .param("id", account)
        .param("category", category)
        .query(Long.class)
        .single();
  }
}
