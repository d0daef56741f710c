package io.posthouse.billing.payment;

import io.posthouse.billing.money.Money;
import java.time.Instant;
import java.util.UUID;

/**
 * A line of a provider's daily statement.
 *
 * @param orderId our order's id, as the provider was given it
 * @param amount CNY, above zero
 */
public record StatementLine(UUID orderId, Kind kind, Money amount, Instant at) {

  /** Which way the money went. */
  public enum Kind {
    /** To us. */
    PAID,
    /** Back to the payer. */
    REFUNDED
  }
}
