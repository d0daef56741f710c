package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A relay node's request for a credit lease.
 *
 * @param grantId the idempotency key
 * @param keyId the API key that calls; null when none is to be counted
 * @param limit the key's spend limit; null for none
 * @param want USD, above zero
 * @param minimum USD, above zero and at most {@code want}; less than this is a refusal
 */
public record LeaseRequest(
    UUID grantId,
    String node,
    long epoch,
    UUID accountId,
    @Nullable UUID keyId,
    @Nullable SpendLimit limit,
    Money want,
    Money minimum) {

  /**
   * @throws IllegalArgumentException if an amount is out of range
   */
  public LeaseRequest {
    if (!minimum.isPositive()) {
      throw new IllegalArgumentException("minimum: " + minimum + " (expected: > 0)");
    }
    if (want.compareTo(minimum) < 0) {
      throw new IllegalArgumentException(
          "want: " + want + " (expected: >= minimum " + minimum + ")");
    }
  }
}
