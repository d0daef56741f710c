package io.posthouse.relay.admission;

import io.posthouse.relay.caller.Caller;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One wallet's lease on this node, or one key's that has a spend limit. A call that the lease can
 * pay for takes no lock and no network; others queue, and one request at a time asks
 * billing-service for all of them. The monitor guards the queue and the lease's replacement, and is
 * never held across IO or while a caller is told.
 */
final class LeaseSlot {

  private static final long WINDOW = Duration.ofMinutes(5).toNanos();
  private static final long REFUSED_REFILL_RESTS = Duration.ofSeconds(5).toNanos();
  private static final int REFILL_AT_PERCENT = 30;
  private static final int CALLS_AHEAD = 4;
  private static final LeaseAnswer OVER = new LeaseAnswer.Unavailable("the call is over");

  private final String accountId;
  private final @Nullable String keyId;
  private final LeaseOffice office;
  private final Executor threads;
  private final LongSupplier clock;
  private final Duration margin;
  private final Register register;
  private final Deque<Waiter> waiters = new ArrayDeque<>();

  private volatile @Nullable LocalLease lease;
  private volatile boolean precise;
  private volatile long target;
  private volatile long refillNotBefore;
  private volatile Caller.@Nullable SpendLimit limit;
  private boolean asking;
  private boolean refills;
  private boolean closing;
  private boolean retired;
  private @Nullable LocalLease former;
  private long largest;
  private long windowBegan;
  private long spentBefore;
  private long spentLastWindow;

  /**
   * @param keyId of a key with a spend limit; null for the wallet's other keys
   */
  LeaseSlot(
      String accountId,
      @Nullable String keyId,
      LeaseOffice office,
      Executor threads,
      LongSupplier clock,
      Duration margin,
      Register register) {
    this.accountId = accountId;
    this.keyId = keyId;
    this.office = office;
    this.threads = threads;
    this.clock = clock;
    this.margin = margin;
    this.register = register;
    this.windowBegan = clock.getAsLong();
  }

  /** Who wants to know which leases there are. */
  interface Register {

    /** A lease is here. */
    void opened(LeaseSlot slot, LocalLease lease);

    /** It is reserved from no more, but calls may still run on it. */
    void ended(LocalLease lease);
  }

  private record Waiter(
      long amount, @Nullable Held extended, CompletableFuture<LeaseAnswer> answer) {

    long needs(@Nullable LocalLease lease) {
      Held held = extended;
      return held == null ? amount : held.needs(lease, amount);
    }
  }

  private record Told(Waiter waiter, LeaseAnswer answer) {}

  /** Reserves; null when this slot is retired and another has to be made. */
  @Nullable CompletionStage<LeaseAnswer> reserve(long amount, Caller.@Nullable SpendLimit current) {
    Caller.SpendLimit known = limit;
    if (current != null && !current.equals(known)) {
      limitChanged(current, known != null);
    }
    LocalLease now = lease;
    if (now != null && now.tryReserve(amount, clock.getAsLong())) {
      refillIfLow(now);
      return CompletableFuture.completedFuture(new LeaseAnswer.Granted(new Held(now, amount)));
    }
    return queue(new Waiter(amount, null, new CompletableFuture<>()));
  }

  /**
   * What is left of the old limit is given back: billing-service decides anew what may be spent.
   */
  private void limitChanged(Caller.SpendLimit current, boolean wasAnother) {
    limit = current;
    LocalLease now = lease;
    if (wasAnother && now != null) {
      now.giveBack();
    }
  }

  private @Nullable CompletionStage<LeaseAnswer> queue(Waiter waiter) {
    synchronized (this) {
      if (retired) {
        return null;
      }
      waiters.add(waiter);
      askIfNeeded();
    }
    return waiter.answer();
  }

  private void refillIfLow(LocalLease now) {
    if (precise
        || now.free() * 100 >= target * REFILL_AT_PERCENT
        || clock.getAsLong() - refillNotBefore < 0) {
      return;
    }
    synchronized (this) {
      refills = true;
      askIfNeeded();
    }
  }

  private void askIfNeeded() {
    if (!asking && !closing && (refills || !waiters.isEmpty())) {
      asking = true;
      threads.execute(this::ask);
    }
  }

  private void ask() {
    LeaseOffice.@Nullable Ask ask = null;
    long asked = clock.getAsLong();
    List<Told> told = new ArrayList<>();
    synchronized (this) {
      serve(told);
      if (waiters.isEmpty() && !refills) {
        asking = false;
      } else {
        ask = compose(asked);
      }
    }
    tell(told);
    if (ask != null) {
      take(ask, asked, office.grant(ask));
    }
  }

  private LeaseOffice.Ask compose(long now) {
    LocalLease current = lease;
    long free = free(current, now);
    Waiter first = waiters.peek();
    long minimum = first == null ? 1 : Math.max(1, first.needs(current) - free);
    long needed = -free;
    long spend = recentSpend(now);
    for (Waiter waiter : waiters) {
      long needs = waiter.needs(current);
      largest = Math.max(largest, needs);
      needed += needs;
    }
    needed = Math.max(needed, minimum);
    long ahead = Math.max(CALLS_AHEAD * largest, spend) - Math.max(free, 0);
    refills = false;
    return new LeaseOffice.Ask(
        accountId, keyId, limit, minimum, needed, Math.max(needed, ahead), largest);
  }

  /** Below zero where calls cost more than was set aside for them: that has to be paid first. */
  private static long free(@Nullable LocalLease current, long now) {
    return current != null && current.isUsable(now) ? current.free() : 0;
  }

  /** What five minutes of late cost. */
  private long recentSpend(long now) {
    LocalLease current = lease;
    long spent = current == null ? 0 : current.spent();
    if (now - windowBegan >= WINDOW) {
      spentLastWindow = Math.max(0, spent - spentBefore);
      spentBefore = spent;
      windowBegan = now;
      largest = 0;
    }
    return Math.max(spentLastWindow, spent - spentBefore);
  }

  private void take(LeaseOffice.Ask ask, long asked, LeaseOffice.Answer answer) {
    List<Told> told = new ArrayList<>();
    synchronized (this) {
      asking = false;
      switch (answer) {
        case LeaseOffice.Answer.Granted granted -> {
          granted(granted, asked);
          serve(told);
        }
        case LeaseOffice.Answer.Refused(LeaseAnswer why) -> {
          refillNotBefore = clock.getAsLong() + REFUSED_REFILL_RESTS;
          serve(told);
          refuse(ask, why, told);
        }
      }
      askIfNeeded();
    }
    tell(told);
  }

  private void granted(LeaseOffice.Answer.Granted granted, long asked) {
    LocalLease current = lease;
    if (current == null || !current.id().equals(granted.leaseId())) {
      if (current != null) {
        end(current);
      }
      current = open(granted, asked);
    }
    current.validUntil(asked + usable(granted.validFor(), margin));
    current.granted(granted.granted());
    precise = granted.precise();
    target = Math.max(current.free(), granted.granted());
    lease = current;
  }

  /** The lease that is new here, or that was to end and goes on. */
  private LocalLease open(LeaseOffice.Answer.Granted granted, long asked) {
    LocalLease before = former;
    LocalLease opened;
    if (before != null && before.id().equals(granted.leaseId())) {
      before.revive();
      opened = before;
    } else {
      opened = new LocalLease(granted.leaseId(), granted.epoch(), asked);
      spentBefore = 0;
    }
    former = null;
    register.opened(this, opened);
    return opened;
  }

  /** A lease that is valid for only a short time is used for three quarters of it. */
  static long usable(Duration validFor, Duration margin) {
    long whole = validFor.toNanos();
    return Math.max(whole - margin.toNanos(), whole / 4 * 3);
  }

  private void serve(List<Told> told) {
    LocalLease current = lease;
    long now = clock.getAsLong();
    while (current != null && !waiters.isEmpty()) {
      Waiter first = waiters.peek();
      long needs = first.needs(current);
      if (!current.tryReserve(needs, now)) {
        return;
      }
      waiters.remove();
      Held held = first.extended();
      told.add(
          new Told(
              first,
              held == null
                  ? new LeaseAnswer.Granted(new Held(current, needs))
                  : held.extended(current, needs)));
    }
  }

  /**
   * Refuses the calls that wait for as much as was refused; with nobody there, all of them. Others
   * may need less.
   */
  private void refuse(LeaseOffice.Ask ask, LeaseAnswer why, List<Told> told) {
    boolean money =
        why instanceof LeaseAnswer.BalanceExhausted || why instanceof LeaseAnswer.SpendLimitReached;
    LocalLease current = lease;
    long free = free(current, clock.getAsLong());
    for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
      Waiter waiter = each.next();
      if (!money || waiter.needs(current) - free >= ask.minimum()) {
        each.remove();
        told.add(new Told(waiter, withFree(why, free)));
      }
    }
  }

  /** What is free here could be had as well. */
  private static LeaseAnswer withFree(LeaseAnswer why, long free) {
    return switch (why) {
      case LeaseAnswer.BalanceExhausted(BigDecimal there) ->
          new LeaseAnswer.BalanceExhausted(sum(there, free));
      case LeaseAnswer.SpendLimitReached(BigDecimal there) ->
          new LeaseAnswer.SpendLimitReached(sum(there, free));
      case LeaseAnswer.Granted _, LeaseAnswer.AccountRefused _, LeaseAnswer.Unavailable _ -> why;
    };
  }

  private static BigDecimal sum(BigDecimal there, long free) {
    return there.add(UsdUnits.usd(free)).max(BigDecimal.ZERO);
  }

  private static void tell(List<Told> told) {
    told.forEach(each -> each.waiter().answer().complete(each.answer()));
  }

  private void end(LocalLease over) {
    over.end();
    over.giveBack();
    former = over;
    register.ended(over);
  }

  /** The lease, while it may be reserved from. */
  @Nullable LocalLease lease() {
    return lease;
  }

  boolean isPrecise() {
    return precise;
  }

  /**
   * Takes the lease out of use, for a report that it is over; until {@link #closed} nothing is
   * asked for, so that billing-service does not put money into a lease that is about to end.
   *
   * @return null when there is none, or it has to stay
   */
  synchronized @Nullable LocalLease close() {
    LocalLease current = lease;
    if (current == null || asking || closing || !waiters.isEmpty()) {
      return null;
    }
    closing = true;
    lease = null;
    end(current);
    return current;
  }

  /** Billing-service knows that the lease is over. */
  synchronized void closed() {
    closing = false;
    askIfNeeded();
  }

  /** Billing-service says that a lease may not be reserved from any more. */
  synchronized void revoked(LocalLease over) {
    if (lease == over) {
      lease = null;
      end(over);
    }
  }

  /** Takes itself out of use, if it holds nothing that would be lost with it; whether it did. */
  synchronized boolean retire() {
    retired = lease == null && !asking && !closing && waiters.isEmpty();
    return retired;
  }

  /**
   * A reservation; see {@link Reservation}. Its monitor is taken after the slot's, never before.
   */
  private final class Held implements Reservation {

    private LocalLease lease;
    private long amount;
    private boolean settled;

    Held(LocalLease lease, long amount) {
      this.lease = lease;
      this.amount = amount;
    }

    @Override
    public synchronized String leaseId() {
      return lease.id();
    }

    @Override
    public synchronized long epoch() {
      return lease.epoch();
    }

    @Override
    public synchronized BigDecimal amount() {
      return UsdUnits.usd(amount);
    }

    @Override
    public CompletionStage<LeaseAnswer> extend(BigDecimal more) {
      long units = UsdUnits.of(more);
      synchronized (this) {
        if (!settled && lease.tryReserve(units, clock.getAsLong())) {
          amount += units;
          return CompletableFuture.completedFuture(new LeaseAnswer.Granted(this));
        }
      }
      CompletionStage<LeaseAnswer> queued =
          queue(new Waiter(units, this, new CompletableFuture<>()));
      return queued == null ? CompletableFuture.completedFuture(OVER) : queued;
    }

    /** What a lease has to set aside: everything anew, where it is another one than before. */
    synchronized long needs(@Nullable LocalLease from, long more) {
      return from == lease || settled ? more : amount + more;
    }

    /**
     * A lease has set that aside for it. A call that has ended meanwhile needs none of it.
     *
     * @param set what {@link #needs} said
     */
    synchronized LeaseAnswer extended(LocalLease from, long set) {
      if (settled) {
        from.release(set);
        return OVER;
      }
      if (from == lease) {
        amount += set;
      } else {
        leave(0);
        lease = from;
        amount = set;
      }
      return new LeaseAnswer.Granted(this);
    }

    @Override
    public synchronized void settle(BigDecimal cost) {
      if (!settled) {
        settled = true;
        leave(UsdUnits.of(cost));
      }
    }

    private void leave(long cost) {
      lease.settle(amount, cost);
      if (lease.isEnded()) {
        lease.giveBack();
      }
    }
  }
}
