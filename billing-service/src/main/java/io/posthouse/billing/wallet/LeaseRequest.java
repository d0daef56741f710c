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
 * @param want USD; zero counts as the smallest amount there is
 * @param needed USD, what all calls that wait for it lack, between {@code minimum} and {@code want}
 * @param minimum USD, zero or more and at most {@code want}; less than this is a refusal
 * @param call USD, the largest single call of late
 */
public record LeaseRequest(
    UUID grantId,
    String node,
    long epoch,
    UUID accountId,
    @Nullable UUID keyId,
    @Nullable SpendLimit limit,
    Money want,
    Money needed,
    Money minimum,
    Money call) {

  /** What a lease for a call that costs nothing holds: the ledger moves no zeros. */
  private static final Money SMALLEST = Money.usd("0.0000000001");

  /**
   * @throws IllegalArgumentException if an amount is out of range
   */
  public LeaseRequest {
    if (minimum.isNegative()) {
      throw new IllegalArgumentException("minimum: " + minimum + " (expected: >= 0)");
    }
    minimum = minimum.max(SMALLEST);
    want = want.max(SMALLEST);
    needed = needed.max(minimum);
    if (want.compareTo(minimum) < 0) {
      throw new IllegalArgumentException(
          "want: " + want + " (expected: >= minimum " + minimum + ")");
    }
    needed = needed.min(want);
  }
}
