package io.posthouse.billing.wallet;

import io.posthouse.billing.ledger.Account;
import io.posthouse.billing.ledger.Posting;
import io.posthouse.billing.money.Money;
import java.util.ArrayList;
import java.util.List;

/**
 * What giving back a part of a charge does to a wallet: the reverse of how it was taken, so that
 * the call counts as if it had cost less. A charge takes bonus first, then paid money, then {@code
 * deficit}; so {@code deficit} is made good first, then paid money, then bonus. Paid money goes
 * back into the paid lots as far as they were spent (I13), and what they have no room for is bonus:
 * it can be spent and never becomes cash. Pure: no database, no clock.
 *
 * @param wallet the wallet after it
 * @param lots its paid lots after it
 * @param postings at least one
 */
record ChargeReversal(Wallet wallet, List<PaidLot> lots, List<Posting> postings) {

  /**
   * Where a charge's money came from, less what was given back already.
   *
   * @param bonus below zero when paid money was given back as bonus
   */
  record Sources(Money uncollected, Money paid, Money bonus) {

    static final Sources NONE = new Sources(Money.ZERO_USD, Money.ZERO_USD, Money.ZERO_USD);

    /** What is left to give back. */
    Money total() {
      return uncollected.plus(paid).plus(bonus);
    }

    /** With what a transaction about the call moved into revenue, or out of it. */
    Sources with(List<Posting> postings) {
      Sources sum = this;
      for (Posting posting : postings) {
        if (posting.to() == Account.REVENUE) {
          sum = sum.plus(posting.from(), posting.amount());
        } else if (posting.from() == Account.REVENUE) {
          sum = sum.plus(posting.to(), posting.amount().negated());
        }
      }
      return sum;
    }

    private Sources plus(Account source, Money amount) {
      return switch (source) {
        case DEFICIT -> new Sources(uncollected.plus(amount), paid, bonus);
        case WALLET_BONUS -> new Sources(uncollected, paid, bonus.plus(amount));
        default -> new Sources(uncollected, paid.plus(amount), bonus);
      };
    }
  }

  /**
   * Gives a part back.
   *
   * @param lots the wallet's as they are now
   * @param amount above zero, at most the total of the sources
   * @throws IllegalArgumentException if it is not
   */
  static ChargeReversal of(Wallet wallet, List<PaidLot> lots, Sources sources, Money amount) {
    if (!amount.isPositive() || amount.compareTo(sources.total()) > 0) {
      throw new IllegalArgumentException(
          "amount: " + amount + " (expected: > 0, <= " + sources.total() + ")");
    }
    Money toDeficit = amount.min(sources.uncollected());
    Money rest = amount.minus(toDeficit);
    Money toPaid = rest.min(sources.paid()).min(PaidLot.spent(lots));
    Money toBonus = rest.minus(toPaid);
    List<Posting> postings = new ArrayList<>(3);
    giveBack(postings, Account.DEFICIT, toDeficit);
    giveBack(postings, Account.WALLET_PAID, toPaid);
    giveBack(postings, Account.WALLET_BONUS, toBonus);
    Money given = toPaid.plus(toBonus);
    Wallet after = given.isPositive() ? wallet.creditPaid(toPaid).creditBonus(toBonus) : wallet;
    return new ChargeReversal(after, PaidLot.restored(lots, toPaid), List.copyOf(postings));
  }

  private static void giveBack(List<Posting> postings, Account to, Money amount) {
    if (amount.isPositive()) {
      postings.add(new Posting(Account.REVENUE, to, amount));
    }
  }
}
