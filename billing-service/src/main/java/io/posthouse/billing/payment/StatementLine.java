package io.posthouse.billing.payment;

import io.posthouse.billing.money.Money;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of a provider's daily statement.
 *
 * @param orderId our order's id, as the provider was given it; for one that is not ours a
 *     name-based id of the reference
 * @param amount CNY, above zero
 * @param reference the statement's own name of the order, where it is not ours; else null
 */
public record StatementLine(
    UUID orderId, Kind kind, Money amount, Instant at, @Nullable String reference) {

  private static final int LONGEST = 64;

  /** Which way the money went. */
  public enum Kind {
    /** To us. */
    PAID,
    /** Back to the payer. */
    REFUNDED
  }

  /** A line about one of our orders. */
  public StatementLine(UUID orderId, Kind kind, Money amount, Instant at) {
    this(orderId, kind, amount, at, null);
  }

  /** A line as a provider writes it: of an order of ours, or of something else. */
  public static StatementLine of(String reference, Kind kind, Money amount, Instant at) {
    return OrderReference.read(reference)
        .map(order -> new StatementLine(order, kind, amount, at))
        .orElseGet(
            () ->
                new StatementLine(
                    UUID.nameUUIDFromBytes(reference.getBytes(StandardCharsets.UTF_8)),
                    kind,
                    amount,
                    at,
                    reference.substring(0, Math.min(LONGEST, reference.length()))));
  }
}
