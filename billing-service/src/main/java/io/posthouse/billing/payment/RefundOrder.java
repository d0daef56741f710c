package io.posthouse.billing.payment;

import io.posthouse.billing.money.Money;
import java.util.UUID;

/**
 * What a provider is asked to send back.
 *
 * @param refundId ours; the same one again is the same refund
 * @param orderId the order that was paid
 * @param paymentId the provider's own number of that payment
 * @param paid in CNY, what the payment was
 * @param amount in CNY, at most what was paid
 */
public record RefundOrder(UUID refundId, UUID orderId, String paymentId, Money paid, Money amount) {

  /** Leaves the payment's identifier out. */
  @Override
  public String toString() {
    return "RefundOrder[" + refundId + ", order " + orderId + ", " + amount + "]";
  }
}
