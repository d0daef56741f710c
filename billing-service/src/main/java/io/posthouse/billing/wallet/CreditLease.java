package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money escrowed to a relay node, which many calls spend from. Immutable: each verb answers the
 * lease after it. {@code settled + returned <= granted}, with equality once closed (I5).
 *
 * @param grantId the relay's id of the first request for it
 * @param keyId the API key whose limit holds the same amount; null when none does
 * @param granted by all requests together
 * @param settled what calls cost that were taken from it
 * @param returned what went back to the wallet
 * @param bonusRest the part of what it still holds that came from the wallet's bonus; it is spent
 *     first, and goes back there last
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
    Money settled,
    Money returned,
    Money bonusRest,
    LeaseState state,
    Instant grantedAt,
    Instant expiresAt) {

  /**
   * @throws IllegalArgumentException if the parts do not fit together
   */
  public CreditLease {
    Money rest = granted.minus(settled).minus(returned);
    if (rest.isNegative()
        || bonusRest.isNegative()
        || bonusRest.compareTo(rest) > 0
        || (state == LeaseState.CLOSED && !rest.isZero())) {
      throw new IllegalArgumentException(
          "lease "
              + id
              + ": granted "
              + granted
              + ", settled "
              + settled
              + ", returned "
              + returned
              + ", bonus "
              + bonusRest);
    }
  }

  /** What it still holds. */
  public Money rest() {
    return granted.minus(settled).minus(returned);
  }

  /**
   * More money is put into it.
   *
   * @param fromBonus the part that comes from the bonus
   */
  CreditLease toppedUp(Money amount, Money fromBonus, Instant until) {
    return with(granted.plus(amount), settled, returned, bonusRest.plus(fromBonus), state, until);
  }

  /** A call took so much from it; at most what it holds. */
  CreditLease charged(Money amount) {
    return with(
        granted,
        settled.plus(amount),
        returned,
        bonusRest.minus(amount).max(Money.ZERO_USD),
        state,
        expiresAt);
  }

  /** So much goes back, what was paid first; at most what it holds. */
  CreditLease gaveBack(Money amount) {
    return with(
        granted,
        settled,
        returned.plus(amount),
        bonusRest.minus(bonusOf(amount)),
        state,
        expiresAt);
  }

  /** The part of an amount given back that belongs to the bonus. */
  Money bonusOf(Money amount) {
    Money paid = rest().minus(bonusRest);
    return amount.minus(paid).max(Money.ZERO_USD);
  }

  /** Nothing is spent from it any more. */
  CreditLease over() {
    return state == LeaseState.ACTIVE
        ? with(granted, settled, returned, bonusRest, LeaseState.DRAINING, expiresAt)
        : this;
  }

  /** Closed, if it is over and holds nothing. */
  CreditLease closedIfEmpty() {
    return state == LeaseState.DRAINING && rest().isZero()
        ? with(granted, settled, returned, bonusRest, LeaseState.CLOSED, expiresAt)
        : this;
  }

  private CreditLease with(
      Money granted,
      Money settled,
      Money returned,
      Money bonusRest,
      LeaseState state,
      Instant expiresAt) {
    return new CreditLease(
        id, grantId, accountId, keyId, node, epoch, granted, settled, returned, bonusRest, state,
        grantedAt, expiresAt);
  }
}
