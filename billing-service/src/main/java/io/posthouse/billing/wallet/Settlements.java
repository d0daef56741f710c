package io.posthouse.billing.wallet;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.ledger.Ledger;
import io.posthouse.billing.ledger.LedgerTransaction;
import io.posthouse.billing.ledger.TransactionKind;
import io.posthouse.billing.money.Money;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Posts charges in batches: one lock and one update per wallet, however many of its calls the batch
 * holds. Thread-safe.
 *
 * <p>The caller makes sure that each request comes here once: it inserted the request's usage row
 * in the same transaction (I6); the ledger's unique index on charges is the second guard.
 */
@Service
public class Settlements {

  private final WalletStore wallets;
  private final LeaseStore leases;
  private final KeySpends keys;
  private final Ledger ledger;
  private final BalanceNotices notices;
  private final LeaseTime time;
  private final Clock clock;

  Settlements(
      WalletStore wallets,
      LeaseStore leases,
      KeySpends keys,
      Ledger ledger,
      BalanceNotices notices,
      LeaseTime time,
      Clock clock) {
    this.wallets = wallets;
    this.leases = leases;
    this.keys = keys;
    this.ledger = ledger;
    this.notices = notices;
    this.time = time;
    this.clock = clock;
  }

  /**
   * Settles charges in the order given.
   *
   * @return what of each charge no wallet could pay, by request; requests that were paid in full
   *     are left out
   * @throws WalletMissing if an account has no wallet
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Map<UUID, Money> settle(List<Charge> charges) {
    if (charges.isEmpty()) {
      return Map.of();
    }
    Batch batch = lock(charges);
    for (Charge charge : charges) {
      batch.settle(charge);
    }
    wallets.save(batch.wallets.values());
    leases.save(batch.changed.values(), time.instant());
    keys.save(batch.keys.values());
    ledger.post(batch.transactions);
    return batch.uncollected;
  }

  /** In one order everywhere: wallets, leases, keys, each by id. */
  private Batch lock(List<Charge> charges) {
    Set<UUID> accountIds =
        charges.stream().map(Charge::accountId).collect(Collectors.toCollection(TreeSet::new));
    Batch batch = new Batch(clock.instant());
    for (Wallet wallet : wallets.lock(accountIds)) {
      batch.wallets.put(wallet.accountId(), wallet);
    }
    Set<UUID> leaseIds =
        charges.stream()
            .map(Charge::leaseId)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    for (CreditLease lease : leases.lock(leaseIds)) {
      batch.leases.put(lease.id(), lease);
    }
    Set<UUID> keyIds =
        charges.stream().map(Charge::keyId).collect(Collectors.toCollection(TreeSet::new));
    for (KeySpend spend : keys.lock(keyIds)) {
      batch.keys.put(spend.keyId(), spend.at(batch.now));
    }
    return batch;
  }

  private final class Batch {

    private final Instant now;
    private final Map<UUID, Wallet> wallets = new LinkedHashMap<>();
    private final Map<UUID, CreditLease> leases = new HashMap<>();
    private final Map<UUID, KeySpend> keys = new LinkedHashMap<>();
    private final Map<UUID, CreditLease> changed = new LinkedHashMap<>();
    private final List<LedgerTransaction> transactions = new ArrayList<>();
    private final Map<UUID, Money> uncollected = new HashMap<>();

    Batch(Instant now) {
      this.now = now;
    }

    void settle(Charge charge) {
      Wallet before = wallets.get(charge.accountId());
      if (before == null) {
        throw new WalletMissing(charge.accountId());
      }
      CreditLease lease = leaseOf(charge);
      Settlement settlement = Settlement.of(before, lease, charge.amount());
      Wallet after = notices.charged(before, settlement.wallet());
      wallets.put(after.accountId(), after);
      CreditLease rest = settlement.lease();
      if (rest != null) {
        leases.put(rest.id(), rest);
        changed.put(rest.id(), rest);
      }
      KeySpend spend =
          keys.computeIfAbsent(charge.keyId(), id -> KeySpend.none(id, charge.accountId(), now));
      boolean heldByKey = lease != null && charge.keyId().equals(lease.keyId());
      Money keyHeld = heldByKey ? settlement.fromLease() : Money.ZERO_USD;
      keys.put(spend.keyId(), spend.settle(keyHeld, charge.amount(), charge.startedAt()));
      if (settlement.uncollected().isPositive()) {
        uncollected.put(charge.requestId(), settlement.uncollected());
      }
      if (!settlement.postings().isEmpty()) {
        transactions.add(
            new LedgerTransaction(
                UuidCreator.getTimeOrderedEpoch(),
                TransactionKind.CHARGE,
                charge.requestId().toString(),
                after.accountId(),
                now,
                settlement.postings(),
                after.balance().minus(before.balance()),
                after.balance()));
      }
    }

    /** The lease to settle against: the charge's own account's, and still open. */
    private @Nullable CreditLease leaseOf(Charge charge) {
      UUID id = charge.leaseId();
      CreditLease lease = id == null ? null : leases.get(id);
      return lease == null
              || lease.state() == LeaseState.CLOSED
              || !lease.accountId().equals(charge.accountId())
          ? null
          : lease;
    }
  }
}
