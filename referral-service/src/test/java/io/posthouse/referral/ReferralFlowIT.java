package io.posthouse.referral;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.testing.TestIdentity;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReferralFlowIT extends ReferralFixture {

  @Test
  void theInviterIsRewardedAfterTheFirstPaidTopUpAndTheHold() {
    // Given
    UUID inviter = anAccount();
    UUID referee = invitedBy(codeOf(inviter));

    // When
    send(
        "billing.top-up-paid.v1",
        referee,
        Producers.topUpPaid(referee, id(), "14.0449438202", true));
    awaitReward(inviter, "pending");
    clock.move(HOLD);
    awaitReward(inviter, "granted");

    // Then
    soon()
        .untilAsserted(
            () -> assertThat(EventBus.get().read(GRANTED, inviter.toString())).hasSize(1));
    JsonNode event = EventBus.get().read(GRANTED, inviter.toString()).getFirst();
    assertThat(event.get("amount").get("amount").asString()).isEqualTo("1.4044943820");
    assertThat(event.get("refereeId").asString()).isEqualTo(referee.toString());
    Contracts.check("reward-granted.v1", event);
  }

  @Test
  void nothingIsGrantedBeforeTheHoldIsOver() {
    // Given
    UUID inviter = anAccount();
    UUID early = invitedBy(codeOf(inviter));
    send("billing.top-up-paid.v1", early, Producers.topUpPaid(early, id(), "10", true));
    awaitReward(inviter, "pending");
    UUID control = anAccount();
    UUID paidLongAgo = invitedBy(codeOf(control));
    EventBus.get()
        .send(
            "billing.top-up-paid.v1",
            paidLongAgo.toString(),
            id(),
            clock.instant().minus(HOLD),
            Producers.topUpPaid(paidLongAgo, id(), "10", true));

    // When: another reward, due at once, shows that the poller has looked
    awaitReward(control, "granted");

    // Then
    assertThat(rewards(inviter))
        .extracting(r -> r.get("status").asString())
        .containsExactly("pending");
  }

  @Test
  void aTopUpHeardOfBeforeTheRegistrationCounts() {
    // Given
    UUID inviter = anAccount();
    String code = codeOf(inviter);
    UUID referee = id();
    send("billing.top-up-paid.v1", referee, Producers.topUpPaid(referee, id(), "5", true));
    soon()
        .until(
            () ->
                jdbc.sql("select count(*) from first_top_up where account_id = ?")
                        .param(referee)
                        .query(Long.class)
                        .single()
                    == 1);

    // When
    send("auth.account-registered.v1", referee, Producers.registered(referee, code, null, null));

    // Then
    awaitReward(inviter, "pending");
  }

  @Test
  void aRefundDuringTheHoldCancelsTheRewardSilently() {
    // Given
    UUID inviter = anAccount();
    UUID referee = invitedBy(codeOf(inviter));
    UUID topUp = id();
    send("billing.top-up-paid.v1", referee, Producers.topUpPaid(referee, topUp, "10", true));
    awaitReward(inviter, "pending");

    // When
    send("billing.top-up-refunded.v1", referee, Producers.topUpRefunded(referee, topUp));

    // Then
    awaitReward(inviter, "refused");
    assertThat(EventBus.get().read(GRANTED, inviter.toString())).isEmpty();
    assertThat(EventBus.get().read(REVOKED, inviter.toString())).isEmpty();
  }

  @Test
  void aRefundAfterTheGrantTakesTheRewardBackOnce() {
    // Given
    UUID inviter = anAccount();
    UUID referee = invitedBy(codeOf(inviter));
    UUID topUp = id();
    send("billing.top-up-paid.v1", referee, Producers.topUpPaid(referee, topUp, "10", true));
    awaitReward(inviter, "pending");
    clock.move(HOLD);
    awaitReward(inviter, "granted");

    // When
    send("billing.top-up-refunded.v1", referee, Producers.topUpRefunded(referee, topUp));
    send("billing.top-up-refunded.v1", referee, Producers.topUpRefunded(referee, topUp));

    // Then
    awaitReward(inviter, "revoked");
    soon()
        .untilAsserted(
            () -> assertThat(EventBus.get().read(REVOKED, inviter.toString())).isNotEmpty());
    List<JsonNode> revoked = EventBus.get().read(REVOKED, inviter.toString());
    assertThat(revoked).hasSize(1);
    Contracts.check("reward-revoked.v1", revoked.getFirst());
  }

  @Test
  void anUnknownCodeIsIgnored() {
    // Given
    UUID referee = invitedBy("NO-SUCH\r\nCODE");

    // When
    String own = codeOf(referee);

    // Then
    assertThat(own).hasSize(8);
    soon().until(() -> registered(referee));
    assertThat(attributed(referee)).isFalse();
  }

  @Test
  void nobodyInvitesThemselves() {
    // Given
    UUID account = id();
    String own = codeOf(account);

    // When
    send("auth.account-registered.v1", account, Producers.registered(account, own, null, null));

    // Then
    soon().until(() -> registered(account));
    assertThat(attributed(account)).isFalse();
  }

  @Test
  void anInvitedPersonIsShownMasked() {
    // Given
    UUID inviter = anAccount();
    String code = codeOf(inviter);
    UUID referee = invitedBy(code.toLowerCase(java.util.Locale.ROOT));
    soon().until(() -> attributed(referee));

    // When
    String body =
        new String(
            as(TestIdentity.customer(inviter.toString()))
                .get()
                .uri("/api/referral")
                .exchange()
                .returnResult()
                .getResponseBodyContent(),
            java.nio.charset.StandardCharsets.UTF_8);

    // Then
    assertThat(body)
        .contains("•••" + referee.toString().substring(32))
        .contains("https://relay.example/register?invitation=" + code)
        .doesNotContain(referee.toString());
  }

  @Test
  void theSameDeviceWaitsForAnOperatorWhoMayGrantIt() {
    // Given
    UUID inviter = id();
    send(
        "auth.account-registered.v1",
        inviter,
        Producers.registered(inviter, null, "device-" + inviter, null));
    UUID referee = id();
    send(
        "auth.account-registered.v1",
        referee,
        Producers.registered(referee, codeOf(inviter), "device-" + inviter, null));
    soon().until(() -> registered(inviter));
    send("billing.top-up-paid.v1", referee, Producers.topUpPaid(referee, id(), "10", true));
    awaitReward(inviter, "pending");

    // When
    clock.move(HOLD.plus(Duration.ofMinutes(1)));
    awaitReward(inviter, "held");
    assertThat(EventBus.get().read(GRANTED, inviter.toString())).isEmpty();
    JsonNode held = heldOf(inviter);
    assertThat(held.get("reason").asString()).isEqualTo("same-device-as-inviter");
    decide(held.get("id").asString(), "grant");

    // Then
    awaitReward(inviter, "granted");
    soon()
        .untilAsserted(
            () -> assertThat(EventBus.get().read(GRANTED, inviter.toString())).hasSize(1));
  }

  @Test
  void aBannedInviterIsNotRewardedWithoutALook() {
    // Given
    UUID inviter = anAccount();
    UUID referee = invitedBy(codeOf(inviter));
    send("billing.top-up-paid.v1", referee, Producers.topUpPaid(referee, id(), "10", true));
    awaitReward(inviter, "pending");
    send("auth.account-status-changed.v1", inviter, Producers.statusChanged(inviter, "banned"));
    soon()
        .until(
            () ->
                jdbc.sql("select count(*) from barred_account where account_id = ?")
                        .param(inviter)
                        .query(Long.class)
                        .single()
                    == 1);

    // When
    clock.move(HOLD);

    // Then
    awaitReward(inviter, "held");
  }

  private JsonNode heldOf(UUID inviter) {
    return as(TestIdentity.operator())
        .get()
        .uri("/api/operator/referral-rewards?status=held")
        .exchange()
        .expectStatus()
        .isOk()
        .returnResult(JsonNode.class)
        .getResponseBody()
        .get("items")
        .valueStream()
        .filter(item -> item.get("inviterId").asString().equals(inviter.toString()))
        .findFirst()
        .orElseThrow();
  }

  private void decide(String reward, String decision) {
    as(TestIdentity.operator())
        .put()
        .uri("/api/operator/referral-rewards/" + reward + "/decision")
        .body(java.util.Map.of("decision", decision))
        .exchange()
        .expectStatus()
        .isOk();
  }

  private boolean registered(UUID account) {
    return exists("registration where account_id = ?", account);
  }

  private boolean attributed(UUID account) {
    return exists("attribution where referee_id = ?", account);
  }

  private boolean exists(String what, UUID account) {
    return jdbc.sql("select count(*) from " + what).param(account).query(Long.class).single() == 1;
  }
}
