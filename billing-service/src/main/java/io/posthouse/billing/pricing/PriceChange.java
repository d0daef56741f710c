package io.posthouse.billing.pricing;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** An announced change of a channel's multiplier, as it stands after its last accepted revision. */
@Entity
@Table(name = "price_change")
@SuppressWarnings("NullAway.Init")
public class PriceChange implements Persistable<UUID> {

  /** Where a change is in its life. */
  public enum Status {
    /** Will take effect. */
    SCHEDULED,
    /** Never was acceptable. */
    REFUSED,
    /** Is the price, or was until a later change. */
    IN_FORCE,
    /** Was taken back in time. */
    WITHDRAWN;

    /** The name in events. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Id
  @Column(name = "announcement_id")
  private UUID announcementId;

  private String channel;
  private int revision;

  @Column(precision = 20, scale = 10)
  private BigDecimal multiplier;

  @Column(name = "announced_at")
  private Instant announcedAt;

  @Column(name = "effective_at")
  private Instant effectiveAt;

  @Column(name = "reason_en")
  private String reasonEn;

  @Column(name = "reason_zh")
  private String reasonZh;

  @Enumerated(EnumType.STRING)
  private Status status;

  @Column(name = "received_at")
  private Instant receivedAt;

  @Transient private boolean stored;

  /** For JPA. */
  protected PriceChange() {}

  PriceChange(Announcement announcement, Instant effectiveAt, Status status, Instant receivedAt) {
    this.announcementId = announcement.id();
    this.channel = announcement.channel();
    this.announcedAt = announcement.announcedAt();
    this.status = status;
    take(announcement, effectiveAt, receivedAt);
  }

  /** Takes an amendment over. What is announced is amended; when it was announced is not. */
  void amend(Announcement announcement, Instant effective, Instant received) {
    if (status != Status.SCHEDULED) {
      throw new IllegalStateException("price change " + announcementId + ": is " + status.code());
    }
    take(announcement, effective, received);
  }

  private void take(Announcement announcement, Instant effective, Instant received) {
    this.revision = announcement.revision();
    this.multiplier = announcement.multiplier();
    this.effectiveAt = effective;
    this.reasonEn = announcement.reasonEn();
    this.reasonZh = announcement.reasonZh();
    this.receivedAt = received;
  }

  void withdraw(int withRevision) {
    if (status != Status.SCHEDULED) {
      throw new IllegalStateException("price change " + announcementId + ": is " + status.code());
    }
    revision = withRevision;
    status = Status.WITHDRAWN;
  }

  void takeEffect() {
    if (status != Status.SCHEDULED) {
      throw new IllegalStateException("price change " + announcementId + ": is " + status.code());
    }
    status = Status.IN_FORCE;
  }

  /** The announcement. */
  @Override
  public UUID getId() {
    return announcementId;
  }

  @Override
  public boolean isNew() {
    return !stored;
  }

  @PostLoad
  @PostPersist
  void markStored() {
    stored = true;
  }

  /** Whose multiplier changes. */
  public String channel() {
    return channel;
  }

  /** The last accepted revision. */
  public int revision() {
    return revision;
  }

  /** The multiplier to come. */
  public BigDecimal multiplier() {
    return multiplier;
  }

  /** When it was first announced. */
  public Instant announcedAt() {
    return announcedAt;
  }

  /** When it takes effect here. */
  public Instant effectiveAt() {
    return effectiveAt;
  }

  /** Why, in English. */
  public String reasonEn() {
    return reasonEn;
  }

  /** Why, in Chinese. */
  public String reasonZh() {
    return reasonZh;
  }

  /** Where it is in its life. */
  public Status status() {
    return status;
  }
}
