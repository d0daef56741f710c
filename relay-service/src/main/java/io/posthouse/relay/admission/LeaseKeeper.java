package io.posthouse.relay.admission;

import io.posthouse.relay.caller.Caller;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this node's credit leases: one per wallet, and one per key with a spend limit. In the
 * common case a call is paid for out of memory. {@link #tick} renews what is used, gives back what
 * is not, and reports what came back from calls whose lease is over. Thread-safe.
 */
final class LeaseKeeper implements Leases {

  private static final int BATCH = 500;

  private final LeaseOffice office;
  private final Executor threads;
  private final LongSupplier clock;
  private final LeaseSettings settings;
  private final Map<Owner, LeaseSlot> slots = new ConcurrentHashMap<>();
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private final Book book = new Book();
  private volatile long renewedAt;

  /**
   * @param threads where billing-service is asked; must not be an event loop
   * @param clock monotonic, in nanoseconds
   */
  LeaseKeeper(LeaseOffice office, Executor threads, LongSupplier clock, LeaseSettings settings) {
    this.office = office;
    this.threads = threads;
    this.clock = clock;
    this.settings = settings;
    this.renewedAt = clock.getAsLong();
  }

  private record Owner(String accountId, @Nullable String keyId) {}

  /** A lease of which billing-service does not know the last yet. */
  private static final class Kept {
    final LeaseSlot slot;
    final LocalLease lease;
    volatile long reported;

    Kept(LeaseSlot slot, LocalLease lease) {
      this.slot = slot;
      this.lease = lease;
      this.reported = -1;
    }

    LeaseOffice.Report report() {
      return new LeaseOffice.Report(lease.id(), lease.returned(), lease.isEnded());
    }
  }

  private final class Book implements LeaseSlot.Register {
    @Override
    public void opened(LeaseSlot slot, LocalLease lease) {
      kept.put(lease.id(), new Kept(slot, lease));
    }

    @Override
    public void ended(LocalLease lease) {
      // It is kept until its last report.
    }
  }

  @Override
  public CompletionStage<LeaseAnswer> reserve(Caller caller, BigDecimal amount) {
    Caller.SpendLimit limit = caller.spendLimit();
    Owner owner = new Owner(caller.accountId(), limit == null ? null : caller.keyId());
    long units = UsdUnits.of(amount);
    while (true) {
      LeaseSlot slot = slots.computeIfAbsent(owner, this::slot);
      CompletionStage<LeaseAnswer> answer = slot.reserve(units, limit);
      if (answer != null) {
        return answer;
      }
      slots.remove(owner, slot);
    }
  }

  private LeaseSlot slot(Owner owner) {
    return new LeaseSlot(
        owner.accountId(), owner.keyId(), office, threads, clock, settings.margin(), book);
  }

  /**
   * Gives back what a lease has free.
   *
   * @param end whether nothing may be reserved from it any more
   * @return USD units, all that it ever gave back; empty when there is no such lease here
   */
  OptionalLong recall(String leaseId, boolean end) {
    Kept known = kept.get(leaseId);
    if (known == null) {
      return OptionalLong.empty();
    }
    if (end) {
      known.slot.revoked(known.lease);
    }
    known.lease.giveBack();
    return OptionalLong.of(known.lease.returned());
  }

  /** Renews, reports and gives back, as it is time for each. Blocks; from one thread. */
  void tick() {
    long now = clock.getAsLong();
    boolean renew = now - renewedAt >= settings.renewal().toNanos();
    if (renew) {
      renewedAt = now;
    }
    List<LeaseSlot> closing = closeIdle(now);
    report(renew);
    closing.forEach(LeaseSlot::closed);
    slots.forEach(
        (owner, slot) -> {
          if (slot.retire()) {
            slots.remove(owner, slot);
          }
        });
  }

  /** Gives everything back that no call holds. Blocks. */
  void close() {
    List<LeaseSlot> closing = new ArrayList<>();
    for (LeaseSlot slot : slots.values()) {
      if (slot.close() != null) {
        closing.add(slot);
      }
    }
    report(false);
    closing.forEach(LeaseSlot::closed);
  }

  private List<LeaseSlot> closeIdle(long now) {
    List<LeaseSlot> closing = new ArrayList<>();
    for (LeaseSlot slot : slots.values()) {
      LocalLease lease = slot.lease();
      if (lease == null) {
        continue;
      }
      long patience = (slot.isPrecise() ? settings.preciseIdle() : settings.idle()).toNanos();
      if (lease.reserved() == 0 && lease.idleFor(now) >= patience && slot.close() != null) {
        closing.add(slot);
      }
    }
    return closing;
  }

  private void report(boolean all) {
    Map<Long, List<Kept>> due = new LinkedHashMap<>();
    for (Kept each : kept.values()) {
      boolean news = each.lease.isEnded() && each.lease.returned() != each.reported;
      if (all || news) {
        due.computeIfAbsent(each.lease.epoch(), epoch -> new ArrayList<>()).add(each);
      }
    }
    due.forEach(
        (epoch, each) -> {
          for (int from = 0; from < each.size(); from += BATCH) {
            report(epoch, each.subList(from, Math.min(from + BATCH, each.size())));
          }
        });
    kept.values().removeIf(LeaseKeeper::isSettled);
  }

  private void report(long epoch, List<Kept> leases) {
    List<LeaseOffice.Report> reports = leases.stream().map(Kept::report).toList();
    long asked = clock.getAsLong();
    LeaseOffice.Renewed renewed = office.renew(epoch, reports);
    if (renewed == null) {
      return;
    }
    long until = asked + LeaseSlot.usable(renewed.validFor(), settings.margin());
    for (int i = 0; i < reports.size(); i++) {
      Kept each = leases.get(i);
      each.reported = reports.get(i).over() ? reports.get(i).returned() : -1;
      if (renewed.active().contains(each.lease.id())) {
        each.lease.validUntil(until);
      } else {
        each.slot.revoked(each.lease);
      }
    }
  }

  /** Nothing of it is here any more, and billing-service knows. */
  private static boolean isSettled(Kept each) {
    return each.lease.isEnded()
        && each.lease.reserved() == 0
        && each.lease.free() <= 0
        && each.lease.returned() == each.reported;
  }

  /** What calls hold at this moment, in USD units; zero at rest. */
  long reserved() {
    return kept.values().stream().mapToLong(each -> each.lease.reserved()).sum();
  }
}
