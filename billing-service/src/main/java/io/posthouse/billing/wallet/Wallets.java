package io.posthouse.billing.wallet;

import io.posthouse.billing.ledger.Account;
import io.posthouse.billing.ledger.Ledger;
import io.posthouse.billing.ledger.Posting;
import io.posthouse.billing.ledger.TransactionKind;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Opens wallets and credits them. Thread-safe.
 *
 * <p>Every credit runs in the caller's transaction if there is one, and happens once per reference:
 * a second call with the same reference changes nothing and says so, whatever its amount; a unique
 * index is the guard (I6, I11).
 */
@Service
public class Wallets {

  private final WalletStore wallets;
  private final PaidLots lots;
  private final Ledger ledger;
  private final WalletPosting entries;
  private final Clock clock;

  Wallets(WalletStore wallets, PaidLots lots, Ledger ledger, WalletPosting entries, Clock clock) {
    this.wallets = wallets;
    this.lots = lots;
    this.ledger = ledger;
    this.entries = entries;
    this.clock = clock;
  }

  /**
   * Opens a wallet, empty and active.
   *
   * @return whether it is new
   */
  @Transactional
  public boolean open(UUID accountId) {
    return wallets.open(accountId, WalletStatus.ACTIVE, clock.instant());
  }

  /**
   * Takes over an account's status; opens the wallet if it is not there yet. An older version
   * changes nothing.
   *
   * @param version counts up with each change of the status
   */
  @Transactional
  public void changeStatus(UUID accountId, WalletStatus status, long version) {
    open(accountId);
    wallets.status(accountId, status, version);
  }

  /** The wallet as it stands. */
  @Transactional(readOnly = true)
  public Optional<Wallet> find(UUID accountId) {
    return wallets.find(accountId);
  }

  /**
   * Credits a paid top-up (P20): CNY into clearing and through {@code fx}, USD into the wallet.
   *
   * @param usd above zero: what the order's own rate makes of it (I12)
   * @param cny above zero: what was paid
   * @param topUpId the order; credited at most once (I11)
   * @return whether it is new
   * @throws WalletMissing if the account has no wallet
   * @throws IllegalArgumentException if an amount is not above zero or in the other currency
   */
  @Transactional
  public boolean creditPaid(UUID accountId, Money usd, Money cny, UUID topUpId) {
    requirePositive("usd", usd, Currency.USD);
    requirePositive("cny", cny, Currency.CNY);
    Wallet before = entries.lock(accountId);
    if (ledger.stands(TransactionKind.TOP_UP, topUpId.toString())) {
      return false;
    }
    lots.save(lots.of(before));
    lots.add(topUpId, accountId, cny, usd);
    entries.post(
        before,
        before.creditPaid(usd),
        TransactionKind.TOP_UP,
        topUpId.toString(),
        List.of(
            new Posting(Account.PAYMENT_CLEARING_CNY, Account.FX, cny),
            new Posting(Account.FX, Account.WALLET_PAID, usd)));
    return true;
  }

  /**
   * Credits what was not paid for. It can be spent, and never becomes cash (P28, P31).
   *
   * @param usd above zero
   * @param reference unique within the kind: a top-up's, reward's, code redemption's or
   *     suggestion's id
   * @return whether it is new
   * @throws WalletMissing if the account has no wallet
   * @throws IllegalArgumentException if the amount is not above zero, or not USD
   */
  @Transactional
  public boolean creditBonus(UUID accountId, Money usd, String reference, BonusKind kind) {
    requirePositive("usd", usd, Currency.USD);
    Wallet before = entries.lock(accountId);
    if (ledger.stands(kind.kind(), reference)) {
      return false;
    }
    entries.post(
        before,
        before.creditBonus(usd),
        kind.kind(),
        reference,
        List.of(new Posting(kind.source(), Account.WALLET_BONUS, usd)));
    return true;
  }

  /**
   * Takes a bonus back (P52): from what is left of the bonus, then from what was paid. What the
   * wallet does not hold any more stays with the expense it came from.
   *
   * @param usd above zero: what was credited
   * @param reference the credit's
   * @param kind the credit's
   * @return what was taken; zero if it was taken back before, or was never credited
   */
  @Transactional
  public Money takeBack(UUID accountId, Money usd, String reference, BonusKind kind) {
    requirePositive("usd", usd, Currency.USD);
    Wallet before = entries.lock(accountId);
    String reversal = kind.kind().code() + ":" + reference;
    if (!ledger.stands(kind.kind(), reference)
        || ledger.stands(TransactionKind.BONUS_REVERSAL, reversal)) {
      return Money.ZERO_USD;
    }
    Money taken = before.available().min(usd);
    if (taken.isZero()) {
      return taken;
    }
    Money fromBonus = before.fromBonus(taken);
    Money fromPaid = taken.minus(fromBonus);
    List<Posting> postings = new ArrayList<>(2);
    if (fromBonus.isPositive()) {
      postings.add(new Posting(Account.WALLET_BONUS, kind.source(), fromBonus));
    }
    if (fromPaid.isPositive()) {
      postings.add(new Posting(Account.WALLET_PAID, kind.source(), fromPaid));
    }
    Wallet after =
        before.with(
            before.paid().minus(fromPaid),
            before.bonus().minus(fromBonus),
            before.leased(),
            before.exhaustedTold());
    entries.post(before, after, TransactionKind.BONUS_REVERSAL, reversal, postings);
    return taken;
  }

  /**
   * Gives again what a {@link #takeBack} took, where it took it from, as a credit of its own: what
   * was paid goes to the paid lots as far as something was spent of them, the rest to the bonus.
   *
   * @param reference the credit's that was taken back
   * @param again the new credit's
   * @param kind the credit's
   * @return what was given; zero if nothing was taken, or it was given again before
   */
  @Transactional
  public Money giveAgain(UUID accountId, String reference, String again, BonusKind kind) {
    Wallet before = entries.lock(accountId);
    List<Posting> taken =
        ledger.postings(TransactionKind.BONUS_REVERSAL, kind.kind().code() + ":" + reference);
    if (taken.isEmpty() || ledger.stands(kind.kind(), again)) {
      return Money.ZERO_USD;
    }
    List<PaidLot> now = lots.of(before);
    Money toPaid = sum(taken, Account.WALLET_PAID).min(PaidLot.spent(now));
    Money all = sum(taken, Account.WALLET_PAID).plus(sum(taken, Account.WALLET_BONUS));
    Money toBonus = all.minus(toPaid);
    List<Posting> postings = new ArrayList<>(2);
    if (toPaid.isPositive()) {
      postings.add(new Posting(kind.source(), Account.WALLET_PAID, toPaid));
      lots.save(PaidLot.restored(now, toPaid));
    }
    if (toBonus.isPositive()) {
      postings.add(new Posting(kind.source(), Account.WALLET_BONUS, toBonus));
    }
    entries.post(
        before, before.creditPaid(toPaid).creditBonus(toBonus), kind.kind(), again, postings);
    return all;
  }

  private static Money sum(List<Posting> postings, Account from) {
    return postings.stream()
        .filter(posting -> posting.from() == from)
        .map(Posting::amount)
        .reduce(Money.ZERO_USD, Money::plus);
  }

  private static void requirePositive(String name, Money amount, Currency currency) {
    if (amount.currency() != currency || !amount.isPositive()) {
      throw new IllegalArgumentException(
          name + ": " + amount + " (expected: > 0 " + currency + ")");
    }
  }
}
