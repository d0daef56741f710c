package io.posthouse.relay.operator;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A channel in the database. */
@Entity
@Table(name = "channels")
class ChannelRow {

  @Id private String name;

  @Column(name = "display_name_en")
  private String displayNameEn;

  @Column(name = "display_name_zh")
  private String displayNameZh;

  @Column(name = "sort_order")
  private int order;

  private String models;
  private boolean enabled;

  @Column(name = "first_multiplier", precision = 20, scale = 10)
  private BigDecimal firstMultiplier;

  @Version private @Nullable Long version;

  @Column(name = "created_at")
  private Instant createdAt;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected ChannelRow() {}

  ChannelRow(
      String name,
      DisplayName displayName,
      int order,
      List<String> models,
      boolean enabled,
      BigDecimal firstMultiplier,
      Instant createdAt) {
    this.name = name;
    this.displayNameEn = displayName.en();
    this.displayNameZh = displayName.zh();
    this.order = order;
    this.models = JsonColumns.write(models);
    this.enabled = enabled;
    this.firstMultiplier = firstMultiplier;
    this.createdAt = createdAt;
  }

  /** Takes over what an operator changed; nulls leave things as they are. */
  void change(
      @Nullable DisplayName displayName,
      @Nullable Integer newOrder,
      @Nullable List<String> newModels,
      @Nullable Boolean newEnabled) {
    if (displayName != null) {
      displayNameEn = displayName.en();
      displayNameZh = displayName.zh();
    }
    if (newOrder != null) {
      order = newOrder;
    }
    if (newModels != null) {
      models = JsonColumns.write(newModels);
    }
    if (newEnabled != null) {
      enabled = newEnabled;
    }
  }

  String name() {
    return name;
  }

  /** As the rest of the service sees it; the version counts from 1. */
  ChannelView view() {
    return new ChannelView(
        name,
        new DisplayName(displayNameEn, displayNameZh),
        firstMultiplier.stripTrailingZeros().toPlainString(),
        order,
        JsonColumns.list(models),
        enabled,
        (version == null ? 0 : version) + 1,
        createdAt);
  }
}
