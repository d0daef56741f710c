package io.posthouse.billing.payment;

import io.posthouse.billing.money.Money;
import java.time.Instant;
import java.util.UUID;

/**
 * What a provider is asked to collect.
 *
 * @param id our order's id
 * @param amount in CNY
 * @param expiresAt until when it can be paid, on the business clock
 */
public record PaymentOrder(UUID id, Money amount, Instant expiresAt) {

  /** The id as providers are given it. */
  public String reference() {
    return OrderReference.of(id);
  }
}
