package io.posthouse.billing.reward;

import io.posthouse.billing.ledger.Ledger;
import io.posthouse.billing.ledger.TransactionKind;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.BonusKind;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.outbox.Event;
import io.posthouse.outbox.Inbox;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Credits rewards and takes them back. One transaction for each event: the inbox, then the effect.
 */
@Component
@Transactional
class Rewards {

  private static final Logger log = LoggerFactory.getLogger(Rewards.class);

  private final Inbox inbox;
  private final Wallets wallets;
  private final Ledger ledger;
  private final JdbcClient jdbc;
  private final Clock clock;

  Rewards(Inbox inbox, Wallets wallets, Ledger ledger, JdbcClient jdbc, Clock clock) {
    this.inbox = inbox;
    this.wallets = wallets;
    this.ledger = ledger;
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
    if (isRevoked(told.rewardId())) {
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
    lock(told.rewardId());
    if (isRevoked(told.rewardId())) {
      return;
    }
    Money shortage = Money.ZERO_USD;
    if (ledger.stands(TransactionKind.REFERRAL_REWARD, told.rewardId().toString())) {
      Money taken =
          wallets.takeBack(
              told.accountId(), amount, told.rewardId().toString(), BonusKind.REFERRAL_REWARD);
      shortage = amount.minus(taken);
    }
    keep(told, shortage);
    if (shortage.isPositive()) {
      log.warn(
          "a reward could not be taken back whole, reward {} shortage {}",
          told.rewardId(),
          shortage);
    }
  }

  private void lock(UUID reward) {
    jdbc.sql("select pg_advisory_xact_lock(:key)")
        .param("key", reward.getMostSignificantBits() ^ reward.getLeastSignificantBits())
        .query((row, n) -> n)
        .single();
  }

  private boolean isRevoked(UUID reward) {
    return jdbc.sql("select exists (select 1 from revoked_reward where reward_id = :reward)")
        .param("reward", reward)
        .query(Boolean.class)
        .single();
  }

  private void keep(RewardRevoked told, Money shortage) {
    jdbc.sql(
            """
            insert into revoked_reward (reward_id, account_id, shortage, revoked_at)
            values (:reward, :account, :shortage, :now)
            """)
        .param("reward", told.rewardId())
        .param("account", told.accountId())
        .param("shortage", shortage.amount())
        .param("now", Timestamp.from(clock.instant()))
        .update();
  }
}
