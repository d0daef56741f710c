package io.posthouse.referral.invitation;

import io.posthouse.referral.rule.RewardRule;
import io.posthouse.referral.rule.RuleColumns;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.springframework.data.domain.Persistable;

/** Who invited an account, and what was promised for it. Written once. */
@Entity
@Immutable
@Table(name = "attribution")
public class Attribution implements Persistable<UUID> {

  @Id
  @Column(name = "referee_id")
  private UUID refereeId;

  @Column(name = "inviter_id")
  private UUID inviterId;

  private String code;

  @Embedded private RuleColumns rule;

  @Column(name = "attributed_at")
  private Instant attributedAt;

  @SuppressWarnings("NullAway.Init") // filled in by Hibernate
  protected Attribution() {}

  Attribution(UUID refereeId, UUID inviterId, String code, RewardRule rule, Instant attributedAt) {
    this.refereeId = refereeId;
    this.inviterId = inviterId;
    this.code = code;
    this.rule = RuleColumns.of(rule);
    this.attributedAt = attributedAt;
  }

  /** The invited account. */
  public UUID refereeId() {
    return refereeId;
  }

  /** The account that is rewarded. */
  public UUID inviterId() {
    return inviterId;
  }

  /** The rule as it was promised. */
  public RewardRule rule() {
    return rule.toRule();
  }

  String code() {
    return code;
  }

  Instant attributedAt() {
    return attributedAt;
  }

  @Override
  public UUID getId() {
    return refereeId;
  }

  /** There is no second version of one. */
  @Override
  public boolean isNew() {
    return true;
  }
}
