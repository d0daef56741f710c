package io.posthouse.billing.wallet;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.ledger.Ledger;
import io.posthouse.billing.ledger.LedgerTransaction;
import io.posthouse.billing.ledger.Posting;
import io.posthouse.billing.ledger.TransactionKind;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * One change of one wallet: lock it, then save it together with the ledger transaction that says
 * why. Both run in the caller's transaction. Thread-safe.
 */
@Component
class WalletPosting {

  private final WalletStore wallets;
  private final Ledger ledger;
  private final Clock clock;

  WalletPosting(WalletStore wallets, Ledger ledger, Clock clock) {
    this.wallets = wallets;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** The wallet, which nobody else changes until the transaction ends. */
  Wallet lock(UUID accountId) {
    return wallets.lock(accountId).orElseThrow(() -> new WalletMissing(accountId));
  }

  /**
   * Saves what became of a locked wallet.
   *
   * @param reference once per kind: a unique index is the guard (I6)
   * @param postings what moved; the balances before and after must differ by just that
   */
  void post(
      Wallet before, Wallet after, TransactionKind kind, String reference, List<Posting> postings) {
    wallets.save(List.of(after));
    ledger.post(
        List.of(
            new LedgerTransaction(
                UuidCreator.getTimeOrderedEpoch(),
                kind,
                reference,
                after.accountId(),
                clock.instant(),
                postings,
                after.balance().minus(before.balance()),
                after.balance())));
  }
}
