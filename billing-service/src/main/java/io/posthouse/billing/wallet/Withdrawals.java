package io.posthouse.billing.wallet;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.ledger.Account;
import io.posthouse.billing.ledger.Ledger;
import io.posthouse.billing.ledger.LedgerTransaction;
import io.posthouse.billing.ledger.Posting;
import io.posthouse.billing.ledger.TransactionKind;
import io.posthouse.billing.money.Money;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Money that leaves a wallet by another way than a call: refunds, lot by lot (I13), and balances
 * that are given up (P30). Every one runs in the caller's transaction if there is one, and once per
 * reference. Thread-safe.
 */
@Service
public class Withdrawals {

  private final WalletStore wallets;
  private final LeaseStore leases;
  private final PaidLots lots;
  private final Ledger ledger;
  private final WalletPosting entries;
  private final RecordedUsage usage;
  private final Clock clock;

  Withdrawals(
      WalletStore wallets,
      LeaseStore leases,
      PaidLots lots,
      Ledger ledger,
      WalletPosting entries,
      RecordedUsage usage,
      Clock clock) {
    this.wallets = wallets;
    this.leases = leases;
    this.lots = lots;
    this.ledger = ledger;
    this.entries = entries;
    this.usage = usage;
    this.clock = clock;
  }

  /**
   * What left a wallet and what goes to the payer.
   *
   * @param uncovered what of it the wallet did not have any more; our loss
   */
  public record Taken(Money usd, Money cny, Money uncovered) {}

  /** What became of giving a balance up. */
  public sealed interface Forfeit {

    /** It is given up; the wallet is empty. */
    record Done() implements Forfeit {}

    /** Another amount than the balance was named; nothing happened. */
    record OtherBalance(Money balance) implements Forfeit {}

    /** Relay nodes still hold some of it for calls that run; nothing happened. */
    record CallsRunning() implements Forfeit {}
  }

  /** An account's paid orders and what is left of each, oldest first. */
  @Transactional(readOnly = true)
  public List<PaidLot> lots(UUID accountId) {
    return wallets.find(accountId).map(lots::of).orElse(List.of());
  }

  /**
   * Takes what is left of a paid order out of its wallet, on its way back to the payer. What leases
   * hold stays.
   *
   * @param refundId once per id
   * @return empty when there is nothing to take, not even a cent
   */
  @Transactional
  public Optional<Taken> refund(UUID accountId, UUID lotId, UUID refundId) {
    Wallet before = entries.lock(accountId);
    if (ledger.stands(TransactionKind.REFUND, refundId.toString())) {
      return Optional.empty();
    }
    List<PaidLot> now = lots.of(before);
    PaidLot lot = PaidLot.find(now, lotId).orElse(null);
    Money usd = lot == null ? Money.ZERO_USD : lot.remaining().min(before.paid());
    Money cny = lot == null || usd.isZero() ? Money.cny("0") : lot.inCny(usd);
    if (lot == null || !cny.isPositive()) {
      return Optional.empty();
    }
    lots.save(PaidLot.replace(now, lot.without(usd, cny)));
    entries.post(
        before,
        before.with(
            before.paid().minus(usd), before.bonus(), before.leased(), before.exhaustedTold()),
        TransactionKind.REFUND,
        refundId.toString(),
        List.of(
            new Posting(Account.WALLET_PAID, Account.FX, usd),
            new Posting(Account.FX, Account.REFUND_CLEARING, cny)));
    return Optional.of(new Taken(usd, cny, Money.ZERO_USD));
  }

  /** A refund that did not come about: its money is the customer's again. */
  @Transactional
  public void refundFailed(UUID accountId, UUID lotId, UUID refundId, Taken taken) {
    Wallet before = entries.lock(accountId);
    if (ledger.stands(TransactionKind.REFUND_REVERSAL, refundId.toString())) {
      return;
    }
    List<PaidLot> now = lots.of(before);
    PaidLot lot = PaidLot.find(now, lotId).orElse(null);
    if (lot != null) {
      lots.save(PaidLot.replace(now, lot.with(taken.usd(), taken.cny())));
    }
    entries.post(
        before,
        before.creditPaid(taken.usd()),
        TransactionKind.REFUND_REVERSAL,
        refundId.toString(),
        List.of(
            new Posting(Account.REFUND_CLEARING, Account.FX, taken.cny()),
            new Posting(Account.FX, Account.WALLET_PAID, taken.usd())));
  }

  /** The provider paid a refund out. */
  @Transactional
  public void refundSent(UUID refundId, Money cny) {
    if (ledger.stands(TransactionKind.REFUND_SENT, refundId.toString())) {
      return;
    }
    ledger.post(
        List.of(
            new LedgerTransaction(
                UuidCreator.getTimeOrderedEpoch(),
                TransactionKind.REFUND_SENT,
                refundId.toString(),
                null,
                clock.instant(),
                List.of(new Posting(Account.REFUND_CLEARING, Account.PAYMENT_CLEARING_CNY, cny)),
                Money.ZERO_USD,
                Money.ZERO_USD)));
  }

  /**
   * Gives a whole balance up (P30).
   *
   * @param named what the customer said that it is; only that very amount is given up. Null takes
   *     whatever there is (the service's end)
   * @param reference what it is for; money that came later is given up under another one
   */
  @Transactional
  public Forfeit forfeit(UUID accountId, @Nullable Money named, String reference) {
    Wallet before = entries.lock(accountId);
    boolean again = ledger.stands(TransactionKind.FORFEITURE, reference);
    if (again && before.balance().isZero()) {
      return new Forfeit.Done();
    }
    if (named != null && !named.equals(before.balance())) {
      return new Forfeit.OtherBalance(before.balance());
    }
    if (leases.hasOpen(accountId)) {
      return new Forfeit.CallsRunning();
    }
    if (before.balance().isZero()) {
      return new Forfeit.Done();
    }
    List<Posting> postings = new ArrayList<>(2);
    if (before.paid().isPositive()) {
      postings.add(new Posting(Account.WALLET_PAID, Account.FORFEITED, before.paid()));
    }
    if (before.bonus().isPositive()) {
      postings.add(new Posting(Account.WALLET_BONUS, Account.FORFEITED, before.bonus()));
    }
    lots.save(lots.of(before).stream().map(lot -> lot.left(Money.ZERO_USD)).toList());
    entries.post(
        before,
        before.with(Money.ZERO_USD, Money.ZERO_USD, before.leased(), before.exhaustedTold()),
        TransactionKind.FORFEITURE,
        again ? reference + ":" + before.version() : reference,
        postings);
    return new Forfeit.Done();
  }

  /**
   * Wallets that had a lease on a relay node's epoch of which a record has not come: one of their
   * calls may still be charged.
   */
  @Transactional(readOnly = true)
  public Set<UUID> awaitingRecords() {
    return leases.accountsOn(usage.incomplete());
  }

  /** Whether relay nodes hold some of a wallet. */
  @Transactional(readOnly = true)
  public boolean hasOpenLeases(UUID accountId) {
    return leases.hasOpen(accountId);
  }
}
