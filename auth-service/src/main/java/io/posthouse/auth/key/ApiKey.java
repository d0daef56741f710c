package io.posthouse.auth.key;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One API key, without the key itself. */
@Entity
@Table(name = "api_keys")
class ApiKey {

  /** What the owner made of it. */
  enum State {
    ACTIVE,
    REVOKED
  }

  @Id private UUID id;

  @Column(name = "account_id")
  private UUID accountId;

  @Column(name = "public_id")
  private String publicId;

  private byte[] mac;

  @Column(name = "pepper_version")
  private String pepperVersion;

  private String last4;
  private String name;

  @JdbcTypeCode(SqlTypes.ARRAY)
  private String[] channels;

  @JdbcTypeCode(SqlTypes.ARRAY)
  private String[] models;

  @JdbcTypeCode(SqlTypes.ARRAY)
  @Column(name = "allowed_ips")
  private String[] allowedIps;

  @Column(name = "spend_limit")
  private @Nullable BigDecimal spendLimit;

  @Enumerated(EnumType.STRING)
  @Column(name = "spend_period")
  private SpendLimit.@Nullable Period spendPeriod;

  @Column(name = "expires_at")
  private @Nullable Instant expiresAt;

  @Enumerated(EnumType.STRING)
  private State status;

  private long version;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "last_used_at")
  private @Nullable Instant lastUsedAt;

  /** For the persistence provider. */
  @SuppressWarnings("NullAway.Init")
  protected ApiKey() {}

  @SuppressWarnings("NullAway.Init")
  ApiKey(UUID id, UUID accountId, String key, Peppers peppers, KeyTerms terms, Instant now) {
    this.id = id;
    this.accountId = accountId;
    this.publicId = KeyFormat.publicId(key);
    this.mac = peppers.mac(key);
    this.pepperVersion = peppers.version();
    this.last4 = key.substring(key.length() - 4);
    this.status = State.ACTIVE;
    this.version = 1;
    this.createdAt = now;
    apply(terms);
  }

  /** Sets new terms. */
  void change(KeyTerms terms) {
    apply(terms);
    version++;
  }

  private void apply(KeyTerms terms) {
    this.name = terms.name();
    this.channels = terms.channels().toArray(String[]::new);
    this.models = terms.models().toArray(String[]::new);
    this.allowedIps = terms.allowedIps().toArray(String[]::new);
    SpendLimit limit = terms.spendLimit();
    this.spendLimit = limit == null ? null : limit.amount().usd();
    this.spendPeriod = limit == null ? null : limit.period();
    this.expiresAt = terms.expiresAt();
  }

  /** Ends the key for good. */
  void revoke() {
    status = State.REVOKED;
    version++;
  }

  /** The account's status changed, and with it what this key is good for. */
  void touch() {
    version++;
  }

  /** Whether a MAC is this key's, in constant time. */
  boolean matches(byte[] claimed, String claimedPepper) {
    return MessageDigest.isEqual(mac, claimed) && pepperVersion.equals(claimedPepper);
  }

  boolean isRevoked() {
    return status == State.REVOKED;
  }

  UUID id() {
    return id;
  }

  UUID accountId() {
    return accountId;
  }

  String publicId() {
    return publicId;
  }

  String last4() {
    return last4;
  }

  long version() {
    return version;
  }

  @Nullable Instant lastUsedAt() {
    return lastUsedAt;
  }

  KeyTerms terms() {
    BigDecimal usd = spendLimit;
    SpendLimit.Period period = spendPeriod;
    return new KeyTerms(
        name,
        List.of(channels),
        List.of(models),
        List.of(allowedIps),
        usd == null || period == null ? null : SpendLimit.of(usd, period),
        expiresAt);
  }

  /** The ranges in CIDR notation, for those who check addresses. */
  List<String> cidrs() {
    return List.of(allowedIps).stream()
        .map(range -> AddressRange.canonical("allowedIps", range))
        .toList();
  }
}
