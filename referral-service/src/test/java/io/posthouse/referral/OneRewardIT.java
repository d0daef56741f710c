package io.posthouse.referral;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.referral.reward.Rewards;
import io.posthouse.referral.reward.TopUp;
import java.math.BigDecimal;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

class OneRewardIT extends ReferralFixture {

  private static final int QUALIFYING = 24;

  @Autowired Rewards rewards;
  @Autowired TransactionTemplate transactions;

  @Test
  void manyQualifyingTopUpsAtOnceMakeOneReward() throws Exception {
    // Given
    UUID inviter = anAccount();
    UUID referee = invitedBy(codeOf(inviter));
    soon().until(() -> attributed(referee));
    CountDownLatch together = new CountDownLatch(1);

    // When
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<?>[] all =
          IntStream.range(0, QUALIFYING)
              .mapToObj(
                  n ->
                      CompletableFuture.runAsync(
                          () -> {
                            await(together);
                            TopUp topUp =
                                new TopUp(id(), new BigDecimal(n + 1), clock.instant().minus(HOLD));
                            transactions.executeWithoutResult(
                                status -> rewards.topUpPaid(referee, topUp));
                          },
                          workers))
              .toArray(CompletableFuture[]::new);
      together.countDown();
      CompletableFuture.allOf(all).get();
    }

    // Then
    awaitReward(inviter, "granted");
    soon()
        .untilAsserted(
            () -> assertThat(EventBus.get().read(GRANTED, inviter.toString())).hasSize(1));
    assertThat(count("reward where referee_id = ?", referee)).isEqualTo(1);
  }

  @Test
  void theSameEventsOverKafkaTwiceAndASecondFirstTopUpMakeOneReward() {
    // Given
    UUID inviter = anAccount();
    UUID referee = invitedBy(codeOf(inviter));
    UUID event = id();
    var paid = Producers.topUpPaid(referee, id(), "10", true);
    var another = Producers.topUpPaid(referee, id(), "99", true);

    // When
    for (int i = 0; i < 3; i++) {
      EventBus.get()
          .send(
              "billing.top-up-paid.v1",
              referee.toString(),
              event,
              clock.instant().minus(HOLD),
              paid);
    }
    UUID last = id();
    EventBus.get()
        .send(
            "billing.top-up-paid.v1",
            referee.toString(),
            last,
            clock.instant().minus(HOLD),
            another);
    soon().until(() -> count("inbox where event_id = ?", last) == 1);

    // Then
    awaitReward(inviter, "granted");
    soon()
        .untilAsserted(
            () -> assertThat(EventBus.get().read(GRANTED, inviter.toString())).hasSize(1));
  }

  @Test
  void aTopUpAndARegistrationAtTheSameMomentDoNotMissEachOther() {
    // Given
    UUID inviter = anAccount();
    String code = codeOf(inviter);

    // When
    for (int i = 0; i < 20; i++) {
      UUID referee = invitedBy(code);
      send("billing.top-up-paid.v1", referee, Producers.topUpPaid(referee, id(), "10", true));
    }

    // Then
    soon().untilAsserted(() -> assertThat(rewards(inviter)).hasSize(20));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean attributed(UUID account) {
    return count("attribution where referee_id = ?", account) == 1;
  }

  private long count(String what, UUID id) {
    return jdbc.sql("select count(*) from " + what).param(id).query(Long.class).single();
  }
}
