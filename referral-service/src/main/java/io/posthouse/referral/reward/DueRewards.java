package io.posthouse.referral.reward;

import io.posthouse.referral.invitation.Signals;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Grants rewards whose hold is over, or holds them for review. Looks every half second by the real
 * clock; what is due is judged by the business clock. Several instances may look at once: a reward
 * is moved under its row's lock, by whoever gets there first.
 */
@Component
class DueRewards {

  private static final Logger log = LoggerFactory.getLogger(DueRewards.class);
  private static final int BATCH = 100;

  private final RewardRows rows;
  private final FirstTopUps accounts;
  private final Signals signals;
  private final RewardEvents events;
  private final TransactionTemplate transactions;
  private final Clock clock;
  private final boolean reviewsSignals;

  DueRewards(
      RewardRows rows,
      FirstTopUps accounts,
      Signals signals,
      RewardEvents events,
      TransactionTemplate transactions,
      Clock clock,
      HoldProperties hold,
      @Value("${posthouse.environment:production}") String environment) {
    this.rows = rows;
    this.accounts = accounts;
    this.signals = signals;
    this.events = events;
    this.transactions = transactions;
    this.clock = clock;
    this.reviewsSignals = hold.reviewsSignals(environment);
  }

  @Scheduled(fixedDelay = 500)
  void grantWhatIsDue() {
    for (UUID id : rows.findDue(RewardStatus.PENDING, clock.instant(), Limit.of(BATCH))) {
      try {
        transactions.executeWithoutResult(status -> rows.lockById(id).ifPresent(this::decide));
      } catch (RuntimeException failed) {
        log.warn("a due reward could not be decided and is tried again, reward {}", id, failed);
      }
    }
  }

  private void decide(Reward reward) {
    if (reward.status() != RewardStatus.PENDING) {
      return;
    }
    Optional<String> objection = objection(reward);
    if (objection.isPresent()) {
      reward.holdForReview(objection.get());
      log.warn("a reward waits for review, reward {} reason {}", reward.id(), objection.get());
      return;
    }
    reward.grant(clock.instant());
    events.granted(reward);
  }

  private Optional<String> objection(Reward reward) {
    if (accounts.isBarred(reward.inviterId())) {
      return Optional.of("inviter-not-active");
    }
    if (accounts.isBarred(reward.refereeId())) {
      return Optional.of("referee-not-active");
    }
    return reviewsSignals
        ? signals.suspicion(reward.refereeId(), reward.inviterId())
        : Optional.empty();
  }
}
