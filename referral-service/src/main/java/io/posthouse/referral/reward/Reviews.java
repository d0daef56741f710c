package io.posthouse.referral.reward;

import io.posthouse.web.ProblemException;
import java.time.Clock;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What operators decide about rewards (P52). */
@Component
@Transactional
class Reviews {

  private static final Logger log = LoggerFactory.getLogger(Reviews.class);

  private final RewardRows rows;
  private final RewardEvents events;
  private final Clock clock;

  Reviews(RewardRows rows, RewardEvents events, Clock clock) {
    this.rows = rows;
    this.events = events;
    this.clock = clock;
  }

  /** Grants a held reward. */
  Reward grant(UUID id, String operator) {
    Reward reward = find(id);
    require(reward, reward.status() == RewardStatus.HELD, "granted", "held");
    reward.grant(clock.instant());
    events.granted(reward);
    log.info("a held reward was granted, reward {} by {}", id, operator);
    return reward;
  }

  /**
   * Cancels a reward for abuse: one that was not granted is refused, a granted one is taken back.
   */
  Reward cancel(UUID id, String operator) {
    Reward reward = find(id);
    if (reward.status() == RewardStatus.GRANTED) {
      reward.revoke("abuse", clock.instant());
      events.revoked(reward, "abuse");
    } else {
      boolean open =
          reward.status() == RewardStatus.HELD || reward.status() == RewardStatus.PENDING;
      require(reward, open, "cancelled", "pending, held or granted");
      reward.refuse("abuse", clock.instant());
    }
    log.info("a reward was cancelled for abuse, reward {} by {}", id, operator);
    return reward;
  }

  private Reward find(UUID id) {
    return rows.lockById(id).orElseThrow(() -> ProblemException.notFound("reward " + id));
  }

  private static void require(Reward reward, boolean legal, String verb, String expected) {
    if (!legal) {
      throw ProblemException.conflict(
          "reward-state",
          "status: "
              + reward.status().text()
              + " cannot be "
              + verb
              + " (expected: "
              + expected
              + ")");
    }
  }
}
