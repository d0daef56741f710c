package io.posthouse.billing.wallet;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.ledger.Account;
import io.posthouse.billing.ledger.Ledger;
import io.posthouse.billing.ledger.LedgerTransaction;
import io.posthouse.billing.ledger.Posting;
import io.posthouse.billing.ledger.TransactionKind;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.money.Rounding;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Grants, renews and takes back credit leases. Thread-safe.
 *
 * <p>The escrow is what makes overspending impossible: a node can spend only what was taken from
 * the wallet, and from the key's limit, in one transaction before (I4, I5). Giving back never
 * depends on a clock being right: only on the call's own event, on the node's final report, or on
 * the 24 h rule, whose loss is ours.
 */
@Service
public class CreditLeases {

  private static final BigDecimal PRECISE_CALLS = BigDecimal.valueOf(20);
  private static final Duration ALIVE = Duration.ofSeconds(90);

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
   * Puts money into the lease that a node spends from, or makes one: {@code want}, bounded by the
   * node's share of what there is, at least what the waiting calls lack, not below {@code minimum}.
   * A small wallet gives exactly what they lack. Idempotent by grant id.
   */
  @Transactional
  public LeaseAnswer grant(LeaseRequest request) {
    Optional<Wallet> locked = wallets.lock(request.accountId());
    Optional<LeaseAnswer> earlier = earlier(request);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    if (!nodes.isCurrent(request.node(), request.epoch())) {
      return new LeaseAnswer.OldEpoch();
    }
    if (locked.isEmpty()) {
      return new LeaseAnswer.BalanceShort(Money.ZERO_USD);
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
      return new LeaseAnswer.BalanceShort(wallet.available());
    }
    boolean precise = isPrecise(wallet, request);
    Money amount = precise ? request.needed() : share(wallet, request);
    amount = amount.min(wallet.available());
    UUID keyId = request.keyId();
    SpendLimit limit = request.limit();
    if (keyId != null && limit != null) {
      KeySpend spend = key(keyId, wallet.accountId());
      amount = amount.min(spend.left(limit));
      if (amount.compareTo(request.minimum()) < 0) {
        return new LeaseAnswer.KeyLimitReached(amount.max(Money.ZERO_USD));
      }
      keys.save(List.of(spend.reserve(amount)));
    }
    CreditLease lease = escrow(wallet, request, amount);
    leases.insert(
        request.grantId(), new LeaseStore.Grant(lease.id(), amount, precise), time.instant());
    return new LeaseAnswer.Granted(lease, amount, properties.validity().toSeconds(), precise);
  }

  private Optional<LeaseAnswer> earlier(LeaseRequest request) {
    return leases
        .grant(request.grantId())
        .flatMap(
            grant ->
                leases
                    .find(grant.leaseId())
                    .filter(lease -> lease.accountId().equals(request.accountId()))
                    .map(
                        lease ->
                            new LeaseAnswer.Granted(
                                lease,
                                grant.amount(),
                                properties.validity().toSeconds(),
                                grant.precise())));
  }

  private boolean isPrecise(Wallet wallet, LeaseRequest request) {
    Money calls = Money.usd(request.call().amount().multiply(PRECISE_CALLS));
    return wallet.balance().compareTo(calls.max(Money.usd(properties.preciseBelow()))) < 0;
  }

  /** Half of what each node could have if all wanted as much, and never less than calls need. */
  private Money share(Wallet wallet, LeaseRequest request) {
    long alive = Math.max(1, nodes.aliveSince(time.instant().minus(ALIVE)));
    Money fair =
        Rounding.divide(wallet.available().amount(), BigDecimal.valueOf(2 * alive), Currency.USD);
    return request.want().min(fair).min(Money.usd(properties.largest())).max(request.needed());
  }

  private KeySpend key(UUID keyId, UUID accountId) {
    List<KeySpend> known = keys.lock(List.of(keyId));
    return known.isEmpty()
        ? KeySpend.none(keyId, accountId, clock.instant())
        : known.getFirst().at(clock.instant());
  }

  private CreditLease escrow(Wallet wallet, LeaseRequest request, Money amount) {
    UUID heldBy = request.limit() == null ? null : request.keyId();
    Money fromBonus = wallet.fromBonus(amount);
    Instant now = time.instant();
    Instant until = now.plus(properties.validity());
    Optional<CreditLease> active = leases.lockActive(wallet.accountId(), request.node(), heldBy);
    CreditLease lease;
    if (active.isPresent()) {
      lease = active.get().toppedUp(amount, fromBonus, until);
      leases.save(List.of(lease), now);
    } else {
      lease =
          new CreditLease(
              UuidCreator.getTimeOrderedEpoch(),
              request.grantId(),
              wallet.accountId(),
              heldBy,
              request.node(),
              request.epoch(),
              amount,
              Money.ZERO_USD,
              Money.ZERO_USD,
              fromBonus,
              LeaseState.ACTIVE,
              now,
              until);
      leases.insert(lease);
    }
    wallets.save(List.of(wallet.lease(amount)));
    List<Posting> postings = new ArrayList<>(2);
    Money fromPaid = amount.minus(fromBonus);
    if (fromBonus.isPositive()) {
      postings.add(new Posting(Account.WALLET_BONUS, Account.WALLET_LEASED, fromBonus));
    }
    if (fromPaid.isPositive()) {
      postings.add(new Posting(Account.WALLET_PAID, Account.WALLET_LEASED, fromPaid));
    }
    post(TransactionKind.LEASE, request.grantId().toString(), wallet, postings);
    return lease;
  }

  private void post(TransactionKind kind, String reference, Wallet wallet, List<Posting> postings) {
    ledger.post(
        List.of(
            new LedgerTransaction(
                UuidCreator.getTimeOrderedEpoch(),
                kind,
                reference,
                wallet.accountId(),
                clock.instant(),
                postings,
                Money.ZERO_USD,
                wallet.balance())));
  }

  /** A lease. */
  @Transactional(readOnly = true)
  public Optional<CreditLease> find(UUID leaseId) {
    return leases.find(leaseId);
  }

  /** The leases that nodes spend from, of some wallets. */
  @Transactional(readOnly = true)
  public List<CreditLease> activeOf(Collection<UUID> accountIds) {
    return leases.activeOf(accountIds);
  }

  /**
   * Makes an active lease valid anew.
   *
   * @return empty when it is draining or closed, or when the service has ended
   */
  @Transactional
  public Optional<CreditLease> renew(UUID leaseId) {
    return !end.hasEnded() && leases.renew(leaseId, time.instant().plus(properties.validity()))
        ? leases.find(leaseId)
        : Optional.empty();
  }

  /** How long a lease may be spent from without a renewal. */
  public long validSeconds() {
    return properties.validity().toSeconds();
  }

  /**
   * Makes active leases of a node valid anew; none once the service has ended (I14).
   *
   * @return those that the node may go on spending from
   */
  @Transactional
  public Set<UUID> renew(String node, long epoch, Set<UUID> active) {
    if (end.hasEnded()) {
      return Set.of();
    }
    leases.renew(node, epoch, active, time.instant().plus(properties.validity()));
    return active;
  }

  /**
   * Takes back what a node says that it gave back of a lease, as far as that is new and the lease
   * holds it; a lease that is over closes once it holds nothing.
   *
   * @param returned a running total
   * @return what went back now
   */
  @Transactional
  public Money returned(UUID leaseId, Money returned, boolean over) {
    Optional<CreditLease> seen = leases.find(leaseId);
    if (seen.isEmpty() || seen.get().state() == LeaseState.CLOSED) {
      return Money.ZERO_USD;
    }
    Wallet wallet = lock(seen.get().accountId());
    CreditLease lease = leases.lock(List.of(leaseId)).getFirst();
    Money fresh = returned.minus(lease.returned()).max(Money.ZERO_USD).min(lease.rest());
    CreditLease then = over ? lease.over() : lease;
    giveBack(wallet, then, fresh);
    return fresh;
  }

  private Wallet lock(UUID accountId) {
    return wallets.lock(accountId).orElseThrow(() -> new WalletMissing(accountId));
  }

  private void giveBack(Wallet wallet, CreditLease lease, Money amount) {
    Settlement settlement = Settlement.ofReturn(wallet, lease, amount);
    CreditLease after = settlement.lease();
    if (after != null) {
      leases.save(List.of(after), time.instant());
    }
    if (amount.isZero()) {
      return;
    }
    wallets.save(List.of(settlement.wallet()));
    UUID keyId = lease.keyId();
    if (keyId != null) {
      keys.save(
          List.of(key(keyId, wallet.accountId()).settle(amount, Money.ZERO_USD, clock.instant())));
    }
    post(
        TransactionKind.RELEASE,
        lease.id() + ":" + lease.returned().plus(amount).plain(),
        settlement.wallet(),
        settlement.postings());
  }

  /**
   * Gives back what an open lease still holds, and closes it. Nothing happens if it is closed
   * already.
   *
   * @return what went back
   */
  @Transactional
  public Money giveBack(CreditLease seen) {
    Wallet wallet = lock(seen.accountId());
    CreditLease lease = leases.lock(List.of(seen.id())).getFirst();
    Money held = lease.rest();
    if (lease.state() != LeaseState.CLOSED) {
      giveBack(wallet, lease.over(), held);
    }
    return held;
  }
}
