package io.posthouse.billing.pricing;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A version of a model's official price. Never changed. */
@Entity
@Immutable
@Table(name = "official_price")
@SuppressWarnings("NullAway.Init")
public class OfficialPrice implements Persistable<UUID> {

  @Id private UUID version;
  private String model;

  @Column(precision = 20, scale = 10)
  private BigDecimal input;

  @Column(precision = 20, scale = 10)
  private BigDecimal output;

  @Column(name = "cache_read", precision = 20, scale = 10)
  private BigDecimal cacheRead;

  @Column(name = "cache_write_5m", precision = 20, scale = 10)
  private BigDecimal cacheWrite5m;

  @Column(name = "cache_write_1h", precision = 20, scale = 10)
  private BigDecimal cacheWrite1h;

  private String tiers;
  private String tools;
  private String media;

  @Column(name = "effective_from")
  private Instant effectiveFrom;

  @Column(name = "source_url")
  private @Nullable String sourceUrl;

  @Column(name = "set_by")
  private String setBy;

  /** For JPA. */
  protected OfficialPrice() {}

  OfficialPrice(
      UUID version,
      String model,
      Tariff tariff,
      Instant effectiveFrom,
      @Nullable String sourceUrl,
      String setBy) {
    this.version = version;
    this.model = model;
    Rates rates = tariff.rates();
    this.input = rates.input();
    this.output = rates.output();
    this.cacheRead = rates.cacheRead();
    this.cacheWrite5m = rates.cacheWrite5m();
    this.cacheWrite1h = rates.cacheWrite1h();
    this.tiers = TariffText.tiers(tariff);
    this.tools = TariffText.tools(tariff);
    this.media = MediaText.of(tariff);
    this.effectiveFrom = effectiveFrom;
    this.sourceUrl = sourceUrl;
    this.setBy = setBy;
  }

  /** The version. */
  @Override
  public UUID getId() {
    return version;
  }

  /** Versions are only ever written once. */
  @Override
  public boolean isNew() {
    return true;
  }

  /** The model it is the price of. */
  public String model() {
    return model;
  }

  /** Everything it says. */
  public Tariff tariff() {
    Rates text = new Rates(input, output, cacheRead, cacheWrite5m, cacheWrite1h);
    return Tariff.stored(text, tiers, tools, media);
  }

  /** The plain rates: of a call that no tier is for. */
  public Rates rates() {
    return tariff().rates();
  }

  /** From when on it is in force. */
  public Instant effectiveFrom() {
    return effectiveFrom;
  }

  /** Where the vendor states it, or null. */
  public @Nullable String sourceUrl() {
    return sourceUrl;
  }
}
