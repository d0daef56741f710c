package io.posthouse.billing.ledger;

import io.posthouse.billing.money.Money;

/**
 * One movement between two accounts: two entries that sum to zero (I1).
 *
 * @param from loses the amount
 * @param to gains it
 * @param amount above zero
 */
public record Posting(Account from, Account to, Money amount) {

  /**
   * @throws IllegalArgumentException if the amount is not above zero, or both accounts are the same
   */
  public Posting {
    if (!amount.isPositive()) {
      throw new IllegalArgumentException("amount: " + amount + " (expected: > 0)");
    }
    if (from == to) {
      throw new IllegalArgumentException(
          "to: " + to.code() + " (expected: another account than from)");
    }
  }
}
