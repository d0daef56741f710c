package io.posthouse.notification.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.notification.Contracts;
import io.posthouse.notification.NotificationFixture;
import io.posthouse.notification.wording.Language;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class RecipientsIT extends NotificationFixture {

  @Autowired Recipients recipients;
  @Autowired AddressBook addresses;

  @Test
  void readsAuthServicesOwnSamples() {
    // Given
    JsonNode registered = Contracts.sample("auth-service", "account-registered.v1");
    JsonNode suspended = Contracts.sample("auth-service", "account-status-changed.v1");
    UUID account = UUID.fromString(registered.get("accountId").asString());

    // When: in an order that two topics allow
    send("auth.account-status-changed.v1", account, suspended);
    soon().until(() -> recipients.find(account).isPresent());
    send("auth.account-registered.v1", account, registered);

    // Then
    soon()
        .untilAsserted(
            () -> {
              assertThat(recipients.find(account).orElseThrow().status())
                  .isEqualTo(AccountStatus.SUSPENDED);
              assertThat(recipients.find(account).orElseThrow().language()).isEqualTo(Language.EN);
            });
  }

  @Test
  void keepsAddressesSealed() {
    UUID account = aCustomer("zh");

    byte[] sealed = sealed(account);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("example");
    assertThat(addresses.open(account, sealed)).isEqualTo(addressOf(account));
    assertThat(recipients.find(account).orElseThrow().language()).isEqualTo(Language.ZH);
  }

  @Test
  void fetchesAForgottenAddressAgain() {
    // Given
    UUID account = aCustomer("en");
    peers.addresses.put(account.toString(), "moved@customers.example");

    // When
    addresses.forget(account);

    // Then
    soon().until(() -> addressKnown(account));
    assertThat(addresses.open(account, sealed(account))).isEqualTo("moved@customers.example");
  }

  @Test
  void waitsForAuthService() {
    // Given
    UUID account = id();
    peers.authAway = true;
    try {
      register(account, "en");
      soon().until(() -> recipients.find(account).isPresent());
      soon().until(() -> attempts(account) > 0);
    } finally {
      // When
      peers.authAway = false;
    }

    // Then
    soon().until(() -> addressKnown(account));
  }

  @Test
  void forgetsTheAddressOfAClosedAccount() {
    // Given
    UUID account = aCustomer("en");

    // When
    send(
        "auth.account-status-changed.v1",
        account,
        Map.of("accountId", account.toString(), "status", "closed", "version", 5));

    // Then
    soon().until(() -> !addressKnown(account));
    soon().during(java.time.Duration.ofMillis(500)).until(() -> !addressKnown(account));
  }

  @Test
  void skipsAnUnreadableEventAndGoesOn() {
    // Given
    send("auth.account-registered.v1", id(), Map.of("accountId", "not-a-uuid"));

    // When
    UUID account = aCustomer("en");

    // Then
    assertThat(recipients.find(account)).isPresent();
  }

  private byte[] sealed(UUID account) {
    return jdbc.sql("select address from recipients where account_id = :id")
        .param("id", account)
        .query(byte[].class)
        .single();
  }

  private int attempts(UUID account) {
    return jdbc.sql("select address_attempts from recipients where account_id = :id")
        .param("id", account)
        .query(Integer.class)
        .single();
  }
}
