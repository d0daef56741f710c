package io.posthouse.billing.wallet;

import io.posthouse.billing.ledger.Account;
import io.posthouse.billing.ledger.Ledger;
import io.posthouse.billing.ledger.Posting;
import io.posthouse.billing.ledger.TransactionKind;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.money.Rounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Payments that providers took back, and gave again (I13). Every one runs in the caller's
 * transaction if there is one, and once per id. Thread-safe.
 */
@Service
public class Chargebacks {

  private final PaidLots lots;
  private final Ledger ledger;
  private final WalletPosting entries;

  Chargebacks(PaidLots lots, Ledger ledger, WalletPosting entries) {
    this.lots = lots;
    this.ledger = ledger;
    this.entries = entries;
  }

  /** Whether a payment stands as taken back under an id. */
  @Transactional(readOnly = true)
  public boolean stands(UUID chargebackId) {
    return ledger.stands(TransactionKind.CHARGEBACK, chargebackId.toString())
        && !isReversed(chargebackId);
  }

  /** Whether a payment was taken back under an id, and given again. */
  @Transactional(readOnly = true)
  public boolean isReversed(UUID chargebackId) {
    return ledger.stands(TransactionKind.CHARGEBACK_REVERSAL, chargebackId.toString());
  }

  /**
   * A provider took a payment back, or a part: what was not refunded yet of its order leaves the
   * wallet, paid money first, then bonus; what the wallet does not hold is our loss.
   *
   * @param most CNY: what the provider took; what is more than is left of the order is not the
   *     customer's
   * @param chargebackId once per id
   * @return empty when nothing of the order is left to take back
   */
  @Transactional
  public Optional<Withdrawals.Taken> take(
      UUID accountId, UUID lotId, UUID chargebackId, Money most) {
    Wallet before = entries.lock(accountId);
    List<PaidLot> now = lots.of(before);
    Optional<PaidLot> found = PaidLot.find(now, lotId);
    if (found.isEmpty() || ledger.stands(TransactionKind.CHARGEBACK, chargebackId.toString())) {
      return Optional.empty();
    }
    PaidLot lot = found.get();
    Money leftCny = lot.cny().minus(lot.refundedCny());
    Money leftUsd = lot.usd().minus(lot.refundedUsd());
    if (!leftCny.isPositive() || !leftUsd.isPositive() || !most.isPositive()) {
      return Optional.empty();
    }
    Money cny = most.min(leftCny);
    Money usd = cny.equals(leftCny) ? leftUsd : share(leftUsd, cny, leftCny);
    Money fromPaid = usd.min(before.paid());
    Money fromBonus = usd.minus(fromPaid).min(before.bonus());
    Money uncovered = usd.minus(fromPaid).minus(fromBonus);
    List<Posting> postings = new ArrayList<>(4);
    move(postings, Account.WALLET_PAID, fromPaid);
    move(postings, Account.WALLET_BONUS, fromBonus);
    move(postings, Account.DEFICIT, uncovered);
    postings.add(new Posting(Account.FX, Account.PAYMENT_CLEARING_CNY, cny));
    lots.save(PaidLot.replace(now, lot.chargedBack(usd, cny)));
    entries.post(
        before,
        before.with(
            before.paid().minus(fromPaid),
            before.bonus().minus(fromBonus),
            before.leased(),
            before.exhaustedTold()),
        TransactionKind.CHARGEBACK,
        chargebackId.toString(),
        postings);
    return Optional.of(new Withdrawals.Taken(usd.minus(uncovered), cny, uncovered));
  }

  private static Money share(Money usd, Money cny, Money leftCny) {
    return Rounding.divide(usd.amount().multiply(cny.amount()), leftCny.amount(), Currency.USD)
        .min(usd);
  }

  private static void move(List<Posting> postings, Account from, Money amount) {
    if (amount.isPositive()) {
      postings.add(new Posting(from, Account.FX, amount));
    }
  }

  /**
   * A payment that was taken back is there again: all that its chargeback did is undone, our loss
   * included.
   *
   * @return what came back; empty when no such chargeback stands
   */
  @Transactional
  public Optional<Withdrawals.Taken> giveAgain(UUID accountId, UUID lotId, UUID chargebackId) {
    Wallet before = entries.lock(accountId);
    List<Posting> taken = ledger.postings(TransactionKind.CHARGEBACK, chargebackId.toString());
    List<PaidLot> now = lots.of(before);
    Optional<PaidLot> lot = PaidLot.find(now, lotId);
    if (taken.isEmpty() || lot.isEmpty() || isReversed(chargebackId)) {
      return Optional.empty();
    }
    Money paid = sum(taken, Account.WALLET_PAID, Currency.USD);
    Money bonus = sum(taken, Account.WALLET_BONUS, Currency.USD);
    Money uncovered = sum(taken, Account.DEFICIT, Currency.USD);
    Money cny = sum(taken, Account.FX, Currency.CNY);
    Money usd = paid.plus(bonus).plus(uncovered);
    lots.save(PaidLot.replace(now, lot.get().givenAgain(paid, usd, cny)));
    entries.post(
        before,
        before.creditPaid(paid).creditBonus(bonus),
        TransactionKind.CHARGEBACK_REVERSAL,
        chargebackId.toString(),
        taken.stream()
            .map(posting -> new Posting(posting.to(), posting.from(), posting.amount()))
            .toList());
    return Optional.of(new Withdrawals.Taken(paid.plus(bonus), cny, uncovered));
  }

  private static Money sum(List<Posting> postings, Account from, Currency currency) {
    return postings.stream()
        .filter(posting -> posting.from() == from && posting.amount().currency() == currency)
        .map(Posting::amount)
        .reduce(Money.zero(currency), Money::plus);
  }
}
