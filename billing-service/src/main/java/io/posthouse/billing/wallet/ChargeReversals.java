package io.posthouse.billing.wallet;

import io.posthouse.billing.ledger.Ledger;
import io.posthouse.billing.ledger.Posting;
import io.posthouse.billing.ledger.TransactionKind;
import io.posthouse.billing.money.Money;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Gives back parts of charges (I2: a correction is a reversal, the charge stays as it was). All
 * parts of one call together never exceed its charge: they are counted under the wallet's lock.
 * Thread-safe.
 */
@Service
public class ChargeReversals {

  private final WalletPosting entries;
  private final PaidLots lots;
  private final KeySpends keys;
  private final Ledger ledger;
  private final ServiceEnd end;
  private final Clock clock;

  ChargeReversals(
      WalletPosting entries,
      PaidLots lots,
      KeySpends keys,
      Ledger ledger,
      ServiceEnd end,
      Clock clock) {
    this.entries = entries;
    this.lots = lots;
    this.keys = keys;
    this.ledger = ledger;
    this.end = end;
    this.clock = clock;
  }

  /** What became of giving a part of a charge back. */
  public sealed interface Outcome {

    /** It is given back. */
    record Done() implements Outcome {}

    /** It is more than what is left of the charge; nothing happened. */
    record MoreThanCharged(Money left) implements Outcome {}

    /** The account is closed; nothing happened. */
    record AccountClosed() implements Outcome {}

    /** The service has ended, and balances are being refunded; nothing happened. */
    record ServiceEnded() implements Outcome {}
  }

  /**
   * Gives a part of a call's charge back, in the caller's transaction.
   *
   * @param keyId the key that called
   * @param startedAt when the call began, on the business clock: in which period of the key it
   *     counted
   * @param amount USD, above zero
   * @throws WalletMissing if the account has no wallet
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Outcome reverse(
      UUID accountId, UUID requestId, UUID keyId, Instant startedAt, Money amount) {
    Wallet before = entries.lock(accountId);
    if (before.status() == WalletStatus.CLOSED) {
      return new Outcome.AccountClosed();
    }
    if (end.hasEnded()) {
      return new Outcome.ServiceEnded();
    }
    ChargeReversal.Sources sources =
        ChargeReversal.Sources.NONE.with(
            ledger.postings(TransactionKind.CHARGE, requestId.toString()));
    int number = 1;
    for (List<Posting> earlier = reversal(requestId, number);
        !earlier.isEmpty();
        earlier = reversal(requestId, number)) {
      sources = sources.with(earlier);
      number++;
    }
    if (amount.compareTo(sources.total()) > 0) {
      return new Outcome.MoreThanCharged(sources.total());
    }
    ChargeReversal reversal = ChargeReversal.of(before, lots.of(before), sources, amount);
    lots.save(reversal.lots());
    entries.post(
        before,
        reversal.wallet(),
        TransactionKind.CHARGE_REVERSAL,
        reference(requestId, number),
        reversal.postings());
    keys.save(
        keys.lock(List.of(keyId)).stream()
            .map(spend -> spend.at(clock.instant()).giveBack(amount, startedAt))
            .toList());
    return new Outcome.Done();
  }

  private List<Posting> reversal(UUID requestId, int number) {
    return ledger.postings(TransactionKind.CHARGE_REVERSAL, reference(requestId, number));
  }

  /** A call's reversals are numbered from 1: two at once would ask for the same number. */
  private static String reference(UUID requestId, int number) {
    return requestId + ":" + number;
  }
}
