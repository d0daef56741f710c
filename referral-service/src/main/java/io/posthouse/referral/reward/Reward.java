package io.posthouse.referral.reward;

import io.posthouse.referral.rule.RewardRule;
import io.posthouse.referral.rule.RuleColumns;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one invitation earned. Its verbs are the only transitions there are; an illegal one throws.
 */
@Entity
@Table(name = "reward")
class Reward {

  @Id private UUID id;

  @Column(name = "referee_id", updatable = false)
  private UUID refereeId;

  @Column(name = "inviter_id", updatable = false)
  private UUID inviterId;

  @Column(name = "top_up_id", updatable = false)
  private UUID topUpId;

  @Column(precision = 22, scale = 10, updatable = false)
  private BigDecimal amount;

  @Embedded private RuleColumns rule;

  private RewardStatus status;
  private @Nullable String reason;

  @Column(name = "due_at", updatable = false)
  private Instant dueAt;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "decided_at")
  private @Nullable Instant decidedAt;

  private int revocations;

  @SuppressWarnings("NullAway.Init") // filled in by Hibernate
  protected Reward() {}

  /** It is due, and something speaks against it: a person decides. */
  void holdForReview(String why) {
    move(RewardStatus.HELD, why, null, RewardStatus.PENDING);
  }

  void grant(Instant now) {
    move(RewardStatus.GRANTED, null, now, RewardStatus.PENDING, RewardStatus.HELD);
  }

  /** It is not to be had; nothing was told yet. */
  void refuse(String why, Instant now) {
    move(RewardStatus.REFUSED, why, now, RewardStatus.PENDING, RewardStatus.HELD);
  }

  /** It was granted and is taken back. */
  void revoke(String why, Instant now) {
    move(RewardStatus.REVOKED, why, now, RewardStatus.GRANTED);
    revocations++;
  }

  /** Whether nothing but a refund of its top-up stands against it. */
  boolean isLostToARefund() {
    return Rewards.REFUNDED.equals(reason) && amount.signum() > 0;
  }

  /** It was taken back for a refund that was undone. */
  void restore(Instant now) {
    move(RewardStatus.GRANTED, null, now, RewardStatus.REVOKED);
  }

  /** It was refused for a refund that was undone. */
  void reopen() {
    move(RewardStatus.PENDING, null, null, RewardStatus.REFUSED);
  }

  private void move(
      RewardStatus to, @Nullable String why, @Nullable Instant at, RewardStatus... from) {
    for (RewardStatus legal : from) {
      if (status == legal) {
        status = to;
        reason = why;
        decidedAt = at;
        return;
      }
    }
    throw new IllegalStateException(
        "reward " + id + ": " + status.text() + " cannot become " + to.text());
  }

  UUID id() {
    return id;
  }

  UUID refereeId() {
    return refereeId;
  }

  UUID inviterId() {
    return inviterId;
  }

  BigDecimal amount() {
    return amount;
  }

  RewardRule rule() {
    return rule.toRule();
  }

  RewardStatus status() {
    return status;
  }

  @Nullable String reason() {
    return reason;
  }

  Instant dueAt() {
    return dueAt;
  }

  Instant createdAt() {
    return createdAt;
  }

  /** How often it was taken back. */
  int revocations() {
    return revocations;
  }

  @Nullable Instant decidedAt() {
    return decidedAt;
  }
}
