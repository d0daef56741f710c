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
import org.jspecify.annotations.Nullable;

/**
 * A code, whose bearer's first top-up rewards its owner. Never changed: what was promised stands.
 */
@Entity
@Immutable
@Table(name = "invitation_code")
class InvitationCode {

  @Id private String code;

  @SuppressWarnings("UnusedVariable") // queried by
  private String kind;

  @Column(name = "owner_id")
  private UUID ownerId;

  @Embedded private @Nullable RuleColumns rule;

  @Column(name = "created_at")
  private Instant createdAt;

  @SuppressWarnings("NullAway.Init") // filled in by Hibernate
  protected InvitationCode() {}

  String code() {
    return code;
  }

  UUID ownerId() {
    return ownerId;
  }

  Instant createdAt() {
    return createdAt;
  }

  /** The code's own rule, or the default one of personal codes. */
  RewardRule rule(RewardRule personal) {
    return rule == null ? personal : rule.toRule();
  }
}
