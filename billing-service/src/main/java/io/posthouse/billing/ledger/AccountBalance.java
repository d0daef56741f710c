package io.posthouse.billing.ledger;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;

/**
 * What all postings made of an account.
 *
 * @param account its code
 * @param gained what was posted to it, zero or more
 * @param lost what was posted from it, zero or more
 */
public record AccountBalance(String account, Currency currency, Money gained, Money lost) {

  /** Gained less lost; below zero for what is owed to or paid by others. */
  public Money net() {
    return gained.minus(lost);
  }
}
