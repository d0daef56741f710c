package io.posthouse.notification.pricechange;

import static java.util.Objects.requireNonNull;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.notification.wording.LocalizedText;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of a channel's multiplier. Its verbs keep the states; what may be amended is {@link
 * AmendmentRules}' to say.
 */
@Entity
@Table(name = "price_changes")
class PriceChange {

  @Id private UUID id;
  @Version private @Nullable Long rowVersion;
  private String channel;

  @Enumerated(EnumType.STRING)
  private Status status;

  private int revision;
  private BigDecimal oldMultiplier;
  private BigDecimal multiplier;
  private Instant effectiveAt;
  private @Nullable Instant announcedAt;
  private @Nullable Instant withdrawnAt;
  private String reasonEn;
  private String reasonZh;
  private @Nullable String why;
  private String proposedBy;
  private @Nullable String confirmedBy;

  @SuppressWarnings("NullAway.Init")
  protected PriceChange() {}

  /** A change that nobody has been told of yet. */
  PriceChange(Proposal proposal, BigDecimal oldMultiplier, String proposedBy) {
    this.id = UuidCreator.getTimeOrderedEpoch();
    this.channel = proposal.channel();
    this.status = Status.PENDING;
    this.revision = 1;
    this.oldMultiplier = oldMultiplier;
    this.multiplier = proposal.multiplier();
    this.effectiveAt = proposal.effectiveAt();
    this.reasonEn = proposal.reason().en();
    this.reasonZh = proposal.reason().zh();
    this.proposedBy = proposedBy;
  }

  /** Everybody is told now. */
  void goOut(Instant announcedAt) {
    require(status == Status.PENDING, "announced");
    this.status = Status.ANNOUNCED;
    this.announcedAt = announcedAt;
  }

  void confirmedBy(String person) {
    this.confirmedBy = person;
  }

  /** Everybody is told anew; {@link AmendmentRules} has agreed. */
  void amend(BigDecimal multiplier, Instant effectiveAt, LocalizedText reason) {
    require(isOpen(), "amended");
    this.status = Status.ANNOUNCED;
    this.revision++;
    this.multiplier = multiplier;
    this.effectiveAt = effectiveAt;
    this.reasonEn = reason.en();
    this.reasonZh = reason.zh();
  }

  void withdraw(Instant at) {
    require(isOpen() || status == Status.PENDING, "withdrawn");
    if (isOpen()) {
      this.revision++;
    }
    this.status = Status.WITHDRAWN;
    this.withdrawnAt = at;
  }

  /** What billing says of it; billing owns the prices, so its word stands. */
  void settle(Status said, @Nullable String why) {
    this.status = said;
    this.why = why;
  }

  /** Another multiplier will be in force before it. */
  void follows(BigDecimal earlier) {
    this.oldMultiplier = earlier;
  }

  private void require(boolean allowed, String verb) {
    if (!allowed) {
      throw new IllegalStateException(
          "a price change that is " + status.wire() + " cannot be " + verb);
    }
  }

  /** Announced, and still to come. */
  boolean isOpen() {
    return status == Status.ANNOUNCED || status == Status.SCHEDULED;
  }

  /** Whether calls get dearer. */
  boolean isIncrease() {
    return multiplier.compareTo(oldMultiplier) > 0;
  }

  UUID id() {
    return id;
  }

  String channel() {
    return channel;
  }

  Status status() {
    return status;
  }

  int revision() {
    return revision;
  }

  BigDecimal oldMultiplier() {
    return oldMultiplier;
  }

  BigDecimal multiplier() {
    return multiplier;
  }

  Instant effectiveAt() {
    return effectiveAt;
  }

  /**
   * When it went out.
   *
   * @throws NullPointerException while it is pending
   */
  Instant outSince() {
    return requireNonNull(announcedAt, "not announced");
  }

  @Nullable Instant announcedAt() {
    return announcedAt;
  }

  @Nullable Instant withdrawnAt() {
    return withdrawnAt;
  }

  LocalizedText reason() {
    return new LocalizedText(reasonEn, reasonZh);
  }

  @Nullable String why() {
    return why;
  }

  String proposedBy() {
    return proposedBy;
  }

  @Nullable String confirmer() {
    return confirmedBy;
  }
}
