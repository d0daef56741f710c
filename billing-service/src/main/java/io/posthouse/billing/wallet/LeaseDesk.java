package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.stereotype.Service;

/**
 * Talks with relay nodes about leases: what takes more than one transaction, or a call to a node.
 * Thread-safe.
 */
@Service
public class LeaseDesk {

  private final CreditLeases credit;
  private final LeaseStore leases;
  private final RelayNodes nodes;
  private final LeaseRecalls recalls;

  LeaseDesk(CreditLeases credit, LeaseStore leases, RelayNodes nodes, LeaseRecalls recalls) {
    this.credit = credit;
    this.leases = leases;
    this.nodes = nodes;
    this.recalls = recalls;
  }

  /**
   * Grants; before a refusal for lack of money it recalls what other leases of the wallet hold for
   * nobody.
   */
  public LeaseAnswer grant(LeaseRequest request) {
    LeaseAnswer answer = credit.grant(request);
    boolean isShort =
        answer instanceof LeaseAnswer.BalanceShort || answer instanceof LeaseAnswer.KeyLimitReached;
    return isShort && recallFor(request).isPositive() ? credit.grant(request) : answer;
  }

  private Money recallFor(LeaseRequest request) {
    UUID heldBy = request.limit() == null ? null : request.keyId();
    Predicate<CreditLease> asking =
        lease -> lease.node().equals(request.node()) && Objects.equals(lease.keyId(), heldBy);
    return recall(
        credit.activeOf(List.of(request.accountId())).stream().filter(asking.negate()).toList(),
        false);
  }

  /**
   * Recalls what all leases of a wallet hold for nobody, and lets no new call begin on them: the
   * account may not call any more, or its balance is about to leave the wallet.
   */
  public Money recallAll(UUID accountId) {
    return recallAll(List.of(accountId));
  }

  /** The same for some wallets, all at once: the service has ended. */
  public Money recallAll(Collection<UUID> accountIds) {
    return recall(credit.activeOf(accountIds), true);
  }

  private Money recall(List<CreditLease> held, boolean end) {
    Money back = Money.ZERO_USD;
    for (Map.Entry<UUID, Money> each : recalls.recall(held, end).entrySet()) {
      back = back.plus(credit.returned(each.getKey(), each.getValue(), end));
    }
    return back;
  }

  /**
   * How a lease stands at its node.
   *
   * @param returned all that the node ever gave back of it
   * @param over whether nothing will be reserved from it any more
   */
  public record Report(UUID leaseId, Money returned, boolean over) {}

  /**
   * A node's regular report: gives back, closes and renews. It may come again, or late: what was
   * given back is a running total.
   *
   * @return the leases that the node may go on spending from
   */
  public Set<UUID> report(String node, long epoch, List<Report> reports) {
    nodes.seen(node, epoch);
    Map<UUID, Report> byId = new LinkedHashMap<>();
    reports.forEach(report -> byId.put(report.leaseId(), report));
    Set<UUID> active = new HashSet<>();
    for (CreditLease lease : leases.of(node, epoch, byId.keySet())) {
      Report report = Objects.requireNonNull(byId.get(lease.id()));
      if (report.over() || report.returned().compareTo(lease.returned()) > 0) {
        credit.returned(lease.id(), report.returned(), report.over());
      }
      if (lease.state() == LeaseState.ACTIVE && !report.over()) {
        active.add(lease.id());
      }
    }
    return credit.renew(node, epoch, active);
  }
}
