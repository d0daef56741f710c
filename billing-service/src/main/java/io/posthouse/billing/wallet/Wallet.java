package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;
import java.util.UUID;

/**
 * A wallet's state. Immutable: each verb answers the state after it. All parts are USD and never
 * below zero (I4).
 *
 * @param accountId its id
 * @param paid what was paid in and is neither spent nor leased
 * @param bonus what was given and is neither spent nor leased
 * @param leased what credit leases hold
 * @param exhaustedTold whether the customer was told that the balance is used up, since the last
 *     credit
 * @param version counts changes
 */
public record Wallet(
    UUID accountId,
    WalletStatus status,
    Money paid,
    Money bonus,
    Money leased,
    boolean exhaustedTold,
    long version) {

  /**
   * @throws IllegalArgumentException if a part is below zero
   */
  public Wallet {
    if (paid.isNegative() || bonus.isNegative() || leased.isNegative()) {
      throw new IllegalArgumentException(
          "wallet "
              + accountId
              + ": paid "
              + paid
              + ", bonus "
              + bonus
              + ", leased "
              + leased
              + " (expected: >= 0)");
    }
  }

  /** What can be leased or charged now. */
  public Money available() {
    return paid.plus(bonus);
  }

  /** What the customer has: available and leased. */
  public Money balance() {
    return available().plus(leased);
  }

  Wallet creditPaid(Money amount) {
    return with(paid.plus(amount), bonus, leased, false);
  }

  Wallet creditBonus(Money amount) {
    return with(paid, bonus.plus(amount), leased, false);
  }

  /** The part of an amount that is taken from the bonus: as much as there is. */
  Money fromBonus(Money amount) {
    return bonus.min(amount);
  }

  /** Moves an amount from available, bonus first, to leased. */
  Wallet lease(Money amount) {
    Money fromBonus = fromBonus(amount);
    return with(
        paid.minus(amount.minus(fromBonus)),
        bonus.minus(fromBonus),
        leased.plus(amount),
        exhaustedTold);
  }

  Wallet toldExhausted() {
    return with(paid, bonus, leased, true);
  }

  Wallet with(Money paid, Money bonus, Money leased, boolean exhaustedTold) {
    return new Wallet(accountId, status, paid, bonus, leased, exhaustedTold, version);
  }
}
