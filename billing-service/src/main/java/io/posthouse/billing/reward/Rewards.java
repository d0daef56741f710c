package io.posthouse.billing.reward;

import io.posthouse.billing.ledger.Ledger;
import io.posthouse.billing.ledger.TransactionKind;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.BonusKind;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.outbox.Event;
import io.posthouse.outbox.Inbox;
import java.time.Clock;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Credits rewards, takes them back and gives them again. One transaction for each event: the inbox,
 * then the effect.
 */
@Component
@Transactional
class Rewards {

  private static final Logger log = LoggerFactory.getLogger(Rewards.class);

  private final Inbox inbox;
  private final Wallets wallets;
  private final Ledger ledger;
  private final Revocations revocations;
  private final JdbcClient jdbc;
  private final Clock clock;

  Rewards(
      Inbox inbox,
      Wallets wallets,
      Ledger ledger,
      Revocations revocations,
      JdbcClient jdbc,
      Clock clock) {
    this.inbox = inbox;
    this.wallets = wallets;
    this.ledger = ledger;
    this.revocations = revocations;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  void granted(Event event) {
    RewardGranted told = event.as(RewardGranted.class);
    Money amount = told.amount().toMoney("amount", Currency.USD);
    if (!inbox.firstTime(event.id(), event.type())) {
      return;
    }
    lock(told.rewardId());
    if (revocations.isKept(told.rewardId(), 1)) {
      log.info("a reward was revoked before it was credited, reward {}", told.rewardId());
      return;
    }
    // The account may be so new that its registration is heard of after its reward.
    wallets.open(told.accountId());
    wallets.creditBonus(
        told.accountId(), amount, told.rewardId().toString(), BonusKind.REFERRAL_REWARD);
  }

  void revoked(Event event) {
    RewardRevoked told = event.as(RewardRevoked.class);
    Money amount = told.amount().toMoney("amount", Currency.USD);
    if (!inbox.firstTime(event.id(), event.type())) {
      return;
    }
    int number = told.number();
    lock(told.rewardId());
    if (revocations.isKept(told.rewardId(), number)) {
      return;
    }
    if (number > 1 && !revocations.isRestored(told.rewardId(), number - 1)) {
      throw new IllegalStateException(
          "reward " + told.rewardId() + ": revocation " + number + " waits for the one before");
    }
    String credit = credit(told.rewardId(), number);
    Money shortage = Money.ZERO_USD;
    if (ledger.stands(TransactionKind.REFERRAL_REWARD, credit)) {
      Money taken = wallets.takeBack(told.accountId(), amount, credit, BonusKind.REFERRAL_REWARD);
      shortage = amount.minus(taken);
    }
    revocations.keep(told.rewardId(), number, told.accountId(), shortage, clock.instant());
    if (shortage.isPositive()) {
      log.warn(
          "a reward could not be taken back whole, reward {} shortage {}",
          told.rewardId(),
          shortage);
    }
  }

  /** What was taken comes back; all of it when the revocation was heard of before the grant. */
  void restored(Event event) {
    RewardRestored told = event.as(RewardRestored.class);
    Money amount = told.amount().toMoney("amount", Currency.USD);
    if (!inbox.firstTime(event.id(), event.type())) {
      return;
    }
    UUID reward = told.rewardId();
    int number = told.revocation();
    lock(reward);
    if (!revocations.isKept(reward, number)) {
      throw new IllegalStateException(
          "reward " + reward + ": the end of revocation " + number + " waits for its beginning");
    }
    if (revocations.isRestored(reward, number)) {
      return;
    }
    String again = credit(reward, number + 1);
    if (number == 1 && !ledger.stands(TransactionKind.REFERRAL_REWARD, credit(reward, 1))) {
      wallets.open(told.accountId());
      wallets.creditBonus(told.accountId(), amount, again, BonusKind.REFERRAL_REWARD);
    } else {
      wallets.giveAgain(told.accountId(), credit(reward, number), again, BonusKind.REFERRAL_REWARD);
    }
    revocations.restore(reward, number, clock.instant());
  }

  /** A reward's credits: the grant, and one for each revocation that was undone. */
  private static String credit(UUID reward, int number) {
    return number == 1 ? reward.toString() : reward + ":" + number;
  }

  private void lock(UUID reward) {
    jdbc.sql("select pg_advisory_xact_lock(:key)")
        .param("key", reward.getMostSignificantBits() ^ reward.getLeastSignificantBits())
        .query((row, n) -> n)
        .single();
  }
}
