package io.posthouse.billing.wallet;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.ledger.Account;
import io.posthouse.billing.ledger.Ledger;
import io.posthouse.billing.ledger.LedgerTransaction;
import io.posthouse.billing.ledger.Posting;
import io.posthouse.billing.ledger.TransactionKind;
import io.posthouse.billing.money.Money;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Grants, renews and gives back credit leases. Thread-safe.
 *
 * <p>The escrow is what makes overspending impossible: a node can spend only what was taken from
 * the wallet, and from the key's limit, in one transaction before (I4, I5). Giving back never
 * depends on a clock being right: only on the call's own event, on the node's final report, or on
 * the 24 h rule, whose loss is ours.
 */
@Service
public class CreditLeases {

  private final WalletStore wallets;
  private final LeaseStore leases;
  private final KeySpends keys;
  private final RelayNodes nodes;
  private final Ledger ledger;
  private final BalanceNotices notices;
  private final LeaseProperties properties;
  private final ServiceEnd end;
  private final LeaseTime time;
  private final Clock clock;

  CreditLeases(
      WalletStore wallets,
      LeaseStore leases,
      KeySpends keys,
      RelayNodes nodes,
      Ledger ledger,
      BalanceNotices notices,
      LeaseProperties properties,
      ServiceEnd end,
      LeaseTime time,
      Clock clock) {
    this.wallets = wallets;
    this.leases = leases;
    this.keys = keys;
    this.nodes = nodes;
    this.ledger = ledger;
    this.notices = notices;
    this.properties = properties;
    this.end = end;
    this.time = time;
    this.clock = clock;
  }

  /**
   * Grants a lease of {@code want}, or of as much as there is, but not below {@code minimum}.
   * Idempotent by grant id.
   */
  @Transactional
  public LeaseAnswer grant(LeaseRequest request) {
    Optional<Wallet> locked = wallets.lock(request.accountId());
    Optional<CreditLease> earlier = leases.byGrant(request.grantId());
    if (earlier.isPresent() && earlier.get().accountId().equals(request.accountId())) {
      return granted(earlier.get());
    }
    if (!nodes.isCurrent(request.node(), request.epoch())) {
      return new LeaseAnswer.OldEpoch();
    }
    if (locked.isEmpty()) {
      return new LeaseAnswer.BalanceShort();
    }
    if (end.hasEnded()) {
      return new LeaseAnswer.ServiceEnded();
    }
    Wallet wallet = locked.get();
    if (wallet.status() != WalletStatus.ACTIVE) {
      return new LeaseAnswer.NotActive(wallet.status());
    }
    if (wallet.available().compareTo(request.minimum()) < 0) {
      Wallet told = notices.refused(wallet);
      if (!told.equals(wallet)) {
        wallets.save(List.of(told));
      }
      return new LeaseAnswer.BalanceShort();
    }
    Money amount = request.want().min(wallet.available());
    UUID keyId = request.keyId();
    if (keyId != null) {
      KeySpend spend = key(keyId, wallet.accountId());
      SpendLimit limit = request.limit();
      if (limit != null) {
        amount = amount.min(spend.left(limit));
        if (amount.compareTo(request.minimum()) < 0) {
          return new LeaseAnswer.KeyLimitReached();
        }
      }
      keys.save(List.of(spend.reserve(amount)));
    }
    return granted(escrow(wallet, request, amount));
  }

  private KeySpend key(UUID keyId, UUID accountId) {
    List<KeySpend> known = keys.lock(List.of(keyId));
    return known.isEmpty()
        ? KeySpend.none(keyId, accountId, clock.instant())
        : known.getFirst().at(clock.instant());
  }

  private CreditLease escrow(Wallet wallet, LeaseRequest request, Money amount) {
    Instant now = time.instant();
    CreditLease lease =
        new CreditLease(
            UuidCreator.getTimeOrderedEpoch(),
            request.grantId(),
            wallet.accountId(),
            request.keyId(),
            request.node(),
            request.epoch(),
            amount,
            wallet.fromBonus(amount),
            Money.ZERO_USD,
            Money.ZERO_USD,
            LeaseState.ACTIVE,
            now,
            now.plus(properties.validity()));
    wallets.save(List.of(wallet.lease(amount)));
    leases.insert(lease);
    List<Posting> postings = new ArrayList<>(2);
    Money fromPaid = amount.minus(lease.grantedBonus());
    if (lease.grantedBonus().isPositive()) {
      postings.add(new Posting(Account.WALLET_BONUS, Account.WALLET_LEASED, lease.grantedBonus()));
    }
    if (fromPaid.isPositive()) {
      postings.add(new Posting(Account.WALLET_PAID, Account.WALLET_LEASED, fromPaid));
    }
    ledger.post(
        List.of(
            new LedgerTransaction(
                UuidCreator.getTimeOrderedEpoch(),
                TransactionKind.LEASE,
                lease.id().toString(),
                wallet.accountId(),
                clock.instant(),
                postings,
                Money.ZERO_USD,
                wallet.balance())));
    return lease;
  }

  private LeaseAnswer granted(CreditLease lease) {
    return new LeaseAnswer.Granted(lease, properties.validity().toSeconds());
  }

  /** A lease. */
  @Transactional(readOnly = true)
  public Optional<CreditLease> find(UUID leaseId) {
    return leases.find(leaseId);
  }

  /**
   * Makes an active lease valid anew.
   *
   * @return empty when it is draining or closed
   */
  @Transactional
  public Optional<LeaseAnswer.Granted> renew(UUID leaseId) {
    if (!leases.renew(leaseId, time.instant().plus(properties.validity()))) {
      return Optional.empty();
    }
    return leases
        .find(leaseId)
        .map(lease -> new LeaseAnswer.Granted(lease, properties.validity().toSeconds()));
  }

  /**
   * Gives back what an open lease still holds, and closes it. Nothing happens if it is closed
   * already.
   *
   * @return what went back
   */
  @Transactional
  public Money giveBack(CreditLease seen) {
    Wallet wallet =
        wallets.lock(seen.accountId()).orElseThrow(() -> new WalletMissing(seen.accountId()));
    CreditLease lease = leases.lock(List.of(seen.id())).getFirst();
    if (lease.state() == LeaseState.CLOSED) {
      return Money.ZERO_USD;
    }
    Money held = lease.rest();
    Settlement settlement = Settlement.of(wallet, lease, Money.ZERO_USD);
    wallets.save(List.of(settlement.wallet()));
    CreditLease closed = settlement.lease();
    if (closed != null) {
      leases.close(List.of(closed), time.instant());
    }
    UUID keyId = lease.keyId();
    if (keyId != null) {
      keys.save(
          List.of(key(keyId, wallet.accountId()).settle(held, Money.ZERO_USD, clock.instant())));
    }
    ledger.post(
        List.of(
            new LedgerTransaction(
                UuidCreator.getTimeOrderedEpoch(),
                TransactionKind.RELEASE,
                lease.id().toString(),
                wallet.accountId(),
                clock.instant(),
                settlement.postings(),
                Money.ZERO_USD,
                settlement.wallet().balance())));
    return held;
  }
}
