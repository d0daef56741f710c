package io.posthouse.referral.reward;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.referral.invitation.Attribution;
import io.posthouse.referral.invitation.Invitations;
import io.posthouse.referral.rule.RuleColumns;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What other services' news does to rewards. Every method needs the caller's transaction, that of
 * the inbox, and may be told the same thing twice.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Rewards {

  static final String REFUNDED = "top-up-refunded";

  /** Of refunds that have none: events of the first schema. They are never undone. */
  private static final UUID NO_ID = new UUID(0, 0);

  private final RewardRows rows;
  private final FirstTopUps firstTopUps;
  private final Invitations invitations;
  private final RewardEvents events;
  private final HoldProperties hold;
  private final Clock clock;

  Rewards(
      RewardRows rows,
      FirstTopUps firstTopUps,
      Invitations invitations,
      RewardEvents events,
      HoldProperties hold,
      Clock clock) {
    this.rows = rows;
    this.firstTopUps = firstTopUps;
    this.invitations = invitations;
    this.events = events;
    this.hold = hold;
    this.clock = clock;
  }

  /** Must be called before anything is read or written about an invited account. */
  public void lock(UUID account) {
    firstTopUps.lock(account);
  }

  /** An account's first paid top-up. */
  public void topUpPaid(UUID account, TopUp topUp) {
    lock(account);
    firstTopUps.keep(account, topUp);
    settle(account);
  }

  /**
   * A top-up was refunded, in whole or in part: what it earned is gone, unless it was heard before
   * that this refund was undone.
   */
  public void topUpRefunded(UUID account, UUID topUp, @Nullable UUID refund, Instant at) {
    lock(account);
    firstTopUps.keepRefund(topUp, refund == null ? NO_ID : refund, at);
    if (firstTopUps.isRefunded(topUp)) {
      rows.lockByTopUp(topUp).ifPresent(this::takeBack);
    }
  }

  /** A refund was undone (a dispute that was won): what it took is there again. */
  public void topUpRestored(UUID account, UUID topUp, UUID refund, Instant at) {
    lock(account);
    firstTopUps.keepRestoration(topUp, refund, at);
    if (!firstTopUps.isRefunded(topUp)) {
      rows.lockByTopUp(topUp).filter(Reward::isLostToARefund).ifPresent(this::giveAgain);
    }
  }

  /** One that was never granted is as it was before: it waits until it is due, or is due. */
  private void giveAgain(Reward reward) {
    switch (reward.status()) {
      case REFUSED -> reward.reopen();
      case REVOKED -> {
        reward.restore(clock.instant());
        events.restored(reward);
      }
      case PENDING, HELD, GRANTED -> {}
    }
  }

  private void takeBack(Reward reward) {
    switch (reward.status()) {
      case PENDING, HELD -> reward.refuse(REFUNDED, clock.instant());
      case GRANTED -> {
        reward.revoke(REFUNDED, clock.instant());
        events.revoked(reward, REFUNDED);
      }
      case REFUSED, REVOKED -> {}
    }
  }

  /** Makes the reward once both the invitation and the first top-up are known. Needs the lock. */
  public void settle(UUID referee) {
    Optional<Attribution> attribution = invitations.of(referee);
    Optional<TopUp> topUp = firstTopUps.of(referee);
    if (attribution.isPresent() && topUp.isPresent()) {
      make(attribution.get(), topUp.get());
    }
  }

  private void make(Attribution attribution, TopUp topUp) {
    BigDecimal amount = attribution.rule().rewardFor(topUp.credited());
    @Nullable String refusal = refusal(amount, topUp.id());
    RuleColumns rule = RuleColumns.of(attribution.rule());
    Instant now = clock.instant();
    rows.insertOnce(
        UuidCreator.getTimeOrderedEpoch(),
        attribution.refereeId(),
        attribution.inviterId(),
        topUp.id(),
        amount,
        rule.kind(),
        rule.amount(),
        rule.ratio(),
        rule.cap(),
        (refusal == null ? RewardStatus.PENDING : RewardStatus.REFUSED).text(),
        refusal,
        topUp.paidAt().plus(hold.hold()),
        now,
        refusal == null ? null : now);
  }

  private @Nullable String refusal(BigDecimal amount, UUID topUp) {
    if (firstTopUps.isRefunded(topUp)) {
      return REFUNDED;
    }
    return amount.signum() == 0 ? "amount-too-small" : null;
  }

  /** An account may no longer, or again, be rewarded without a person's look. */
  public void accountStatus(UUID account, String status, Instant since) {
    if (status.equals("active")) {
      firstTopUps.unbar(account);
    } else {
      firstTopUps.bar(account, status, since);
    }
  }
}
