package io.posthouse.billing.wallet;

import io.posthouse.billing.ledger.Account;
import io.posthouse.billing.ledger.Posting;
import io.posthouse.billing.money.Money;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a charge does to a wallet and a lease: it is taken from the lease, what is short from
 * available (bonus first), and the rest from {@code deficit}. The lease keeps the rest for other
 * calls. Pure: no database, no clock.
 *
 * @param wallet the wallet after it
 * @param lease the lease after it; null when there was none to settle against
 * @param fromLease what the lease paid
 * @param postings none when nothing moves
 * @param uncollected what no wallet could pay
 */
public record Settlement(
    Wallet wallet,
    @Nullable CreditLease lease,
    Money fromLease,
    List<Posting> postings,
    Money uncollected) {

  /**
   * Settles a charge.
   *
   * @param lease null, or closed, when the call's lease is gone
   * @param charge zero or more
   * @throws IllegalArgumentException if the charge is below zero, or the lease is another wallet's
   */
  public static Settlement of(Wallet wallet, @Nullable CreditLease lease, Money charge) {
    if (charge.isNegative()) {
      throw new IllegalArgumentException("charge: " + charge + " (expected: >= 0)");
    }
    require(wallet, lease);
    Money fromLease = lease == null ? Money.ZERO_USD : charge.min(lease.rest());
    Money shortfall = charge.minus(fromLease);
    Money fromBonus = shortfall.min(wallet.bonus());
    Money fromPaid = shortfall.minus(fromBonus).min(wallet.paid());
    Money uncollected = shortfall.minus(fromBonus).minus(fromPaid);

    List<Posting> postings = new ArrayList<>();
    // A lease's bonus passes through the wallet's, so that a charge's postings say what of it was
    // bonus: a correction gives that back as bonus, never as money that could be refunded.
    Money leasedBonus = lease == null ? Money.ZERO_USD : lease.bonusRest().min(fromLease);
    move(postings, Account.WALLET_LEASED, Account.WALLET_BONUS, leasedBonus);
    move(postings, Account.WALLET_LEASED, Account.REVENUE, fromLease.minus(leasedBonus));
    move(postings, Account.WALLET_BONUS, Account.REVENUE, fromBonus.plus(leasedBonus));
    move(postings, Account.WALLET_PAID, Account.REVENUE, fromPaid);
    move(postings, Account.DEFICIT, Account.REVENUE, uncollected);
    Wallet after =
        wallet.with(
            wallet.paid().minus(fromPaid),
            wallet.bonus().minus(fromBonus),
            wallet.leased().minus(fromLease),
            wallet.exhaustedTold());
    return new Settlement(
        after,
        lease == null ? null : lease.charged(fromLease).closedIfEmpty(),
        fromLease,
        List.copyOf(postings),
        uncollected);
  }

  /**
   * Gives a part of a lease back, where it came from.
   *
   * @param amount zero or more, at most what the lease holds
   */
  public static Settlement ofReturn(Wallet wallet, CreditLease lease, Money amount) {
    require(wallet, lease);
    Money bonus = lease.bonusOf(amount);
    Money paid = amount.minus(bonus);
    List<Posting> postings = new ArrayList<>();
    move(postings, Account.WALLET_LEASED, Account.WALLET_BONUS, bonus);
    move(postings, Account.WALLET_LEASED, Account.WALLET_PAID, paid);
    Wallet after =
        wallet.with(
            wallet.paid().plus(paid),
            wallet.bonus().plus(bonus),
            wallet.leased().minus(amount),
            wallet.exhaustedTold());
    return new Settlement(
        after,
        lease.gaveBack(amount).closedIfEmpty(),
        Money.ZERO_USD,
        List.copyOf(postings),
        Money.ZERO_USD);
  }

  private static void require(Wallet wallet, @Nullable CreditLease lease) {
    if (lease != null && !lease.accountId().equals(wallet.accountId())) {
      throw new IllegalArgumentException("lease " + lease.id() + ": is another wallet's");
    }
  }

  private static void move(List<Posting> postings, Account from, Account to, Money amount) {
    if (amount.isPositive()) {
      postings.add(new Posting(from, to, amount));
    }
  }
}
