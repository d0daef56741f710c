package io.posthouse.billing.topup;

import io.posthouse.billing.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * Money that a customer paid and that was credited: an order, or a payment that an operator
 * credited.
 *
 * @param id the paid lot's
 * @param orderId the order that the provider knows; the same but for payments that an operator
 *     credited
 * @param amount CNY
 * @param rate CNY per USD
 * @param paymentId the provider's own number of it
 */
public record PaidTopUp(
    UUID id,
    UUID orderId,
    UUID accountId,
    Money amount,
    BigDecimal rate,
    String provider,
    String paymentId,
    Instant paidAt,
    boolean first) {

  /** Leaves the payment's identifier out. */
  @Override
  public String toString() {
    return "PaidTopUp[" + id + ", account " + accountId + ", " + amount + "]";
  }
}
