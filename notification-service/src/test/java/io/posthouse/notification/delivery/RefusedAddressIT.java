package io.posthouse.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.notification.NotificationFixture;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A person whose mailbox the server refuses, until auth-service knows a better address. */
class RefusedAddressIT extends NotificationFixture {

  @Test
  void givesUpAfterThreeRefusalsAndNamesNoAddress() {
    // Given: an address that no mail can be sent to
    UUID account = id();
    register(account, "en");
    peers.addresses.put(account.toString(), "two words@@nowhere");
    soon().until(() -> addressKnown(account));

    // When
    JsonNode change = announced(aChannel("1.00"), "1.20", inDays(8));

    // Then
    soon()
        .untilAsserted(
            () -> {
              JsonNode email = email(change, account);
              assertThat(email.get("status").asString()).isEqualTo("failed");
              assertThat(email.get("attempts").asInt()).isEqualTo(3);
              assertThat(email.get("lastError").asString())
                  .isEqualTo("not an address that mail can be sent to");
            });
  }

  private JsonNode email(JsonNode change, UUID account) {
    return items(
            support(),
            "/api/support/deliveries?announcementId="
                + change.get("id").asString()
                + "&accountId="
                + account)
        .stream()
        .filter(delivery -> delivery.get("way").asString().equals("email"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no e-mail is queued yet"));
  }
}
