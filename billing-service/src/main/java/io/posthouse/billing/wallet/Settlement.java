package io.posthouse.billing.wallet;

import io.posthouse.billing.ledger.Account;
import io.posthouse.billing.ledger.Posting;
import io.posthouse.billing.money.Money;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a charge does to a wallet and a lease: it is taken from the lease, what is short from
 * available (bonus first), and the rest from {@code deficit}; what the lease has left goes back
 * where it came from. Pure: no database, no clock.
 *
 * @param wallet the wallet after it
 * @param lease the lease after it, closed; null when there was none to settle against
 * @param postings none when nothing moves
 * @param uncollected what no wallet could pay
 */
public record Settlement(
    Wallet wallet, @Nullable CreditLease lease, List<Posting> postings, Money uncollected) {

  /**
   * Settles a charge and closes its lease.
   *
   * @param lease null, or closed, when the call's lease is gone
   * @param charge zero or more
   * @throws IllegalArgumentException if the charge is below zero, or the lease is another wallet's
   */
  public static Settlement of(Wallet wallet, @Nullable CreditLease lease, Money charge) {
    if (charge.isNegative()) {
      throw new IllegalArgumentException("charge: " + charge + " (expected: >= 0)");
    }
    if (lease != null && !lease.accountId().equals(wallet.accountId())) {
      throw new IllegalArgumentException("lease " + lease.id() + ": is another wallet's");
    }
    Money held = lease == null ? Money.ZERO_USD : lease.rest();
    Money heldBonus = lease == null ? Money.ZERO_USD : lease.bonusRest();
    Money fromLease = charge.min(held);
    Money bonusBack = heldBonus.minus(fromLease).max(Money.ZERO_USD);
    Money paidBack = held.minus(fromLease).minus(bonusBack);
    Money bonus = wallet.bonus().plus(bonusBack);
    Money paid = wallet.paid().plus(paidBack);
    Money shortfall = charge.minus(fromLease);
    Money fromBonus = shortfall.min(bonus);
    Money fromPaid = shortfall.minus(fromBonus).min(paid);
    Money uncollected = shortfall.minus(fromBonus).minus(fromPaid);

    List<Posting> postings = new ArrayList<>();
    move(postings, Account.WALLET_LEASED, Account.REVENUE, fromLease);
    move(postings, Account.WALLET_LEASED, Account.WALLET_BONUS, bonusBack);
    move(postings, Account.WALLET_LEASED, Account.WALLET_PAID, paidBack);
    move(postings, Account.WALLET_BONUS, Account.REVENUE, fromBonus);
    move(postings, Account.WALLET_PAID, Account.REVENUE, fromPaid);
    move(postings, Account.DEFICIT, Account.REVENUE, uncollected);
    Wallet after =
        wallet.with(
            paid.minus(fromPaid),
            bonus.minus(fromBonus),
            wallet.leased().minus(held),
            wallet.exhaustedTold());
    return new Settlement(
        after,
        lease == null ? null : lease.closedWith(fromLease),
        List.copyOf(postings),
        uncollected);
  }

  private static void move(List<Posting> postings, Account from, Account to, Money amount) {
    if (amount.isPositive()) {
      postings.add(new Posting(from, to, amount));
    }
  }
}
