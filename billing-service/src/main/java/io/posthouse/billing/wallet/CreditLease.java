package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money escrowed to a relay node. Immutable. {@code settled + returned <= granted}, with equality
 * once closed (I5).
 *
 * @param grantId the relay's id of the request for it: the idempotency key
 * @param keyId the API key whose limit holds the same amount; null when none does
 * @param grantedBonus the part of {@code granted} that came from the wallet's bonus; it is spent
 *     first and goes back there
 * @param expiresAt real time
 */
public record CreditLease(
    UUID id,
    UUID grantId,
    UUID accountId,
    @Nullable UUID keyId,
    String node,
    long epoch,
    Money granted,
    Money grantedBonus,
    Money settled,
    Money returned,
    LeaseState state,
    Instant grantedAt,
    Instant expiresAt) {

  /**
   * @throws IllegalArgumentException if the parts do not fit together
   */
  public CreditLease {
    if (rest(granted, settled, returned).isNegative()
        || grantedBonus.compareTo(granted) > 0
        || (state == LeaseState.CLOSED && !rest(granted, settled, returned).isZero())) {
      throw new IllegalArgumentException(
          "lease "
              + id
              + ": granted "
              + granted
              + ", settled "
              + settled
              + ", returned "
              + returned);
    }
  }

  /** What it still holds. */
  public Money rest() {
    return rest(granted, settled, returned);
  }

  private static Money rest(Money granted, Money settled, Money returned) {
    return granted.minus(settled).minus(returned);
  }

  /**
   * The part of the rest that came from the bonus: what was settled came out of the bonus first.
   */
  Money bonusRest() {
    return grantedBonus.minus(settled).max(Money.ZERO_USD).min(rest());
  }

  CreditLease closedWith(Money charged) {
    return new CreditLease(
        id,
        grantId,
        accountId,
        keyId,
        node,
        epoch,
        granted,
        grantedBonus,
        settled.plus(charged),
        returned.plus(rest().minus(charged)),
        LeaseState.CLOSED,
        grantedAt,
        expiresAt);
  }
}
