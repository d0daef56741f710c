package io.posthouse.billing.topup;

import static java.util.Objects.requireNonNull;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.PaymentOrder;
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
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/**
 * An order (P27): amount, time, quote, and once it is paid the provider's own order number, sealed
 * (P10).
 */
@Entity
@Table(name = "top_up")
class TopUp implements Persistable<UUID> {

  @Id private UUID id;

  @Column(name = "account_id", updatable = false)
  private UUID accountId;

  @Column(name = "amount_cny", precision = 12, scale = 2, updatable = false)
  private BigDecimal amountCny;

  @Column(precision = 20, scale = 10, updatable = false)
  private BigDecimal rate;

  @Column(name = "rate_source", updatable = false)
  private String rateSource;

  @Column(name = "credit_usd", precision = 30, scale = 10, updatable = false)
  private BigDecimal creditUsd;

  @Column(name = "quote_expires_at", updatable = false)
  private Instant quoteExpiresAt;

  @Column(name = "bonus_usd", precision = 30, scale = 10, updatable = false)
  private BigDecimal bonusUsd;

  @Column(name = "promotion_id", updatable = false)
  private @Nullable UUID promotionId;

  @Column(name = "plan_id", updatable = false)
  private @Nullable UUID planId;

  @Column(updatable = false)
  private String provider;

  private String status;

  @Column(name = "provider_order_id")
  private byte @Nullable [] providerOrderId;

  @Column(name = "first_paid")
  private boolean firstPaid;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "paid_at")
  private @Nullable Instant paidAt;

  @Column(name = "closed_at")
  private @Nullable Instant closedAt;

  @Transient private boolean stored;

  @SuppressWarnings("NullAway.Init") // filled in by Hibernate
  protected TopUp() {}

  TopUp(
      UUID id,
      UUID accountId,
      Money amount,
      Quote quote,
      Offer offer,
      String provider,
      Instant now) {
    this.id = id;
    this.accountId = accountId;
    this.amountCny = amount.amount();
    this.rate = quote.rate();
    this.rateSource = quote.source().code();
    this.creditUsd = quote.credit().amount();
    this.quoteExpiresAt = quote.expiresAt();
    this.bonusUsd = offer.bonus().amount();
    this.promotionId = offer.promotion();
    this.planId = offer.plan();
    this.provider = provider;
    this.status = new TopUpState.Created().code();
    this.createdAt = now;
  }

  TopUpState state() {
    return switch (status) {
      case "created" -> new TopUpState.Created();
      case "paid" -> new TopUpState.Paid(requireNonNull(paidAt, "paid_at"));
      case "declined" -> new TopUpState.Declined(requireNonNull(closedAt, "closed_at"));
      case "expired" -> new TopUpState.Expired(requireNonNull(closedAt, "closed_at"));
      default -> throw new IllegalStateException("top-up " + id + ": status " + status);
    };
  }

  /**
   * The order is paid.
   *
   * @param sealedPaymentId the provider's own order number, sealed
   * @param first whether it is the account's first paid one
   */
  void become(TopUpState.Paid paid, byte[] sealedPaymentId, boolean first) {
    status = paid.code();
    paidAt = paid.at();
    closedAt = null;
    providerOrderId = sealedPaymentId;
    firstPaid = first;
  }

  void become(TopUpState.Declined declined) {
    status = declined.code();
    closedAt = declined.at();
  }

  void become(TopUpState.Expired expired) {
    status = expired.code();
    closedAt = expired.at();
  }

  @Override
  public UUID getId() {
    return id;
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

  UUID accountId() {
    return accountId;
  }

  Money amount() {
    return new Money(amountCny, Currency.CNY);
  }

  Quote quote() {
    return new Quote(
        rate, ExchangeRate.Source.of(rateSource), quoteExpiresAt, Money.usd(creditUsd));
  }

  Offer offer() {
    return new Offer(Money.usd(bonusUsd), promotionId, planId);
  }

  String provider() {
    return provider;
  }

  boolean firstPaid() {
    return firstPaid;
  }

  byte @Nullable [] sealedPaymentId() {
    return providerOrderId;
  }

  Instant createdAt() {
    return createdAt;
  }

  @Nullable Instant paidAt() {
    return paidAt;
  }

  PaymentOrder asPaymentOrder() {
    return new PaymentOrder(id, amount(), quoteExpiresAt);
  }
}
