package io.posthouse.referral;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.testing.TestIdentity;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A dispute takes the invitation's reward, and gives it again when it is won (P51, I15). */
class RestoredRewardIT extends ReferralFixture {

  private final UUID inviter = id();
  private final UUID topUp = id();
  private final UUID dispute = id();
  private UUID referee = inviter;

  @Test
  void aDisputeThatIsWonGivesTheRewardAgainOnce() {
    // Given
    granted();
    refund(dispute);
    awaitReward(inviter, "revoked");

    // When
    restore(dispute);
    restore(dispute);

    // Then
    awaitReward(inviter, "granted");
    soon().untilAsserted(() -> assertThat(told(RESTORED)).isNotEmpty());
    assertThat(told(RESTORED)).hasSize(1);
    Contracts.check("reward-restored.v1", told(RESTORED).getFirst());
    assertThat(told(RESTORED).getFirst().get("revocation"))
        .isEqualTo(told(REVOKED).getFirst().get("revocation"));
    assertThat(told(GRANTED)).hasSize(1);

    // And another dispute takes it again
    refund(id());
    awaitReward(inviter, "revoked");
    soon()
        .untilAsserted(
            () ->
                assertThat(told(REVOKED))
                    .extracting(event -> event.get("revocation").asInt())
                    .containsExactly(1, 2));
  }

  @Test
  void oneThatIsWonDuringTheHoldLetsTheRewardWaitOn() {
    // Given
    pending();
    refund(dispute);
    awaitReward(inviter, "refused");

    // When // Then
    restore(dispute);
    awaitReward(inviter, "pending");
    clock.move(HOLD);
    awaitReward(inviter, "granted");
    soon().untilAsserted(() -> assertThat(told(GRANTED)).hasSize(1));
    assertThat(told(RESTORED)).isEmpty();
  }

  @Test
  void anotherRefundOfTheTopUpStillStandsAgainstIt() {
    // Given
    granted();
    UUID asked = id();
    refund(asked);
    refund(dispute);
    awaitReward(inviter, "revoked");

    // When // Then
    restore(dispute);
    heardOf(dispute, "restored_at");
    awaitReward(inviter, "revoked");
  }

  @Test
  void oneThatIsHeardOfBeforeTheDisputeLeavesTheRewardAlone() {
    // Given
    granted();

    // When
    restore(dispute);
    heardOf(dispute, "restored_at");
    refund(dispute);
    heardOf(dispute, "refunded_at");

    // Then
    awaitReward(inviter, "granted");
    assertThat(told(REVOKED)).isEmpty();
  }

  @Test
  void aRewardThatWasCancelledForAbuseStaysCancelled() {
    // Given
    granted();
    as(TestIdentity.operator())
        .put()
        .uri("/api/operator/referral-rewards/" + rewardId() + "/decision")
        .body(Map.of("decision", "cancel"))
        .exchange()
        .expectStatus()
        .isOk();
    refund(dispute);

    // When // Then
    restore(dispute);
    heardOf(dispute, "restored_at");
    awaitReward(inviter, "revoked");
    assertThat(told(RESTORED)).isEmpty();
  }

  private void pending() {
    referee = invitedBy(codeOf(inviter));
    send("billing.top-up-paid.v1", referee, Producers.topUpPaid(referee, topUp, "10", true));
    awaitReward(inviter, "pending");
  }

  private void granted() {
    pending();
    clock.move(HOLD);
    awaitReward(inviter, "granted");
    soon().untilAsserted(() -> assertThat(told(GRANTED)).hasSize(1));
  }

  private void refund(UUID refund) {
    send("billing.top-up-refunded.v1", referee, Producers.topUpRefunded(referee, topUp, refund));
  }

  private void restore(UUID refund) {
    send("billing.top-up-restored.v1", referee, Producers.topUpRestored(referee, topUp, refund));
  }

  private void heardOf(UUID refund, String what) {
    soon()
        .until(
            () ->
                jdbc.sql(
                            "select count(*) from refunded_top_up where refund_id = ? and "
                                + what
                                + " is not null")
                        .param(refund)
                        .query(Long.class)
                        .single()
                    == 1);
  }

  private UUID rewardId() {
    return jdbc.sql("select id from reward where inviter_id = ?")
        .param(inviter)
        .query(UUID.class)
        .single();
  }

  private List<JsonNode> told(String topic) {
    return EventBus.get().read(topic, inviter.toString());
  }
}
