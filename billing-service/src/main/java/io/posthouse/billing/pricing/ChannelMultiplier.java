package io.posthouse.billing.pricing;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/**
 * A version of a channel's multiplier. Never changed, but for being superseded before it is in
 * force: by an amendment or a withdrawal. The database refuses an announced one with less than 168
 * h of notice.
 */
@Entity
@DynamicUpdate
@Table(name = "channel_multiplier")
@SuppressWarnings("NullAway.Init")
public class ChannelMultiplier implements Persistable<UUID> {

  @Id private UUID version;
  private String channel;

  @Column(precision = 20, scale = 10)
  private BigDecimal multiplier;

  private String kind;

  @Column(name = "effective_at")
  private Instant effectiveAt;

  @Column(name = "announced_at")
  private @Nullable Instant announcedAt;

  @Column(name = "announcement_id")
  private @Nullable UUID announcementId;

  private @Nullable Integer revision;

  @Column(name = "superseded_at")
  private @Nullable Instant supersededAt;

  @Transient private boolean stored;

  /** For JPA. */
  protected ChannelMultiplier() {}

  private ChannelMultiplier(
      UUID version, String channel, BigDecimal multiplier, String kind, Instant effectiveAt) {
    this.version = version;
    this.channel = channel;
    this.multiplier = multiplier;
    this.kind = kind;
    this.effectiveAt = effectiveAt;
  }

  static ChannelMultiplier first(UUID version, String channel, BigDecimal multiplier, Instant at) {
    return new ChannelMultiplier(version, channel, multiplier, "first", at);
  }

  static ChannelMultiplier announced(UUID version, PriceChange change) {
    ChannelMultiplier announced =
        new ChannelMultiplier(
            version, change.channel(), change.multiplier(), "announced", change.effectiveAt());
    announced.announcedAt = change.announcedAt();
    announced.announcementId = change.getId();
    announced.revision = change.revision();
    return announced;
  }

  void supersede(Instant now) {
    if (!now.isBefore(effectiveAt)) {
      throw new IllegalStateException("multiplier " + version + ": is in force and stays");
    }
    supersededAt = now;
  }

  /** The version. */
  @Override
  public UUID getId() {
    return version;
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

  /** Whose multiplier it is. */
  public String channel() {
    return channel;
  }

  /** What official prices are multiplied by; above zero. */
  public BigDecimal multiplier() {
    return multiplier;
  }

  /** From when on it is in force. */
  public Instant effectiveAt() {
    return effectiveAt;
  }

  /** When it was announced; null for a channel's first. */
  public @Nullable Instant announcedAt() {
    return announcedAt;
  }

  /** The announcement; null for a channel's first. */
  public @Nullable UUID announcementId() {
    return announcementId;
  }

  /** The announcement's revision; null for a channel's first. */
  public @Nullable Integer revision() {
    return revision;
  }

  /** Whether it came with the channel. */
  boolean isFirst() {
    return kind.equals("first");
  }

  /** Whether it was amended or withdrawn before it was in force. */
  public boolean isSuperseded() {
    return supersededAt != null;
  }
}
