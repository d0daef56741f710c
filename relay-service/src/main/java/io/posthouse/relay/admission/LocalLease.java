package io.posthouse.relay.admission;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A credit lease on this node: money that billing-service has taken from a wallet for it alone. At
 * rest {@code granted = free + reserved + spent + returned} (I5); the sum never depends on a lock.
 * Thread-safe: each verb is one atomic step on {@code free}, and money is in one place or on its
 * way out of {@code free}, never in two.
 *
 * <p>All amounts are {@link UsdUnits}; all times {@link System#nanoTime()}.
 */
final class LocalLease {

  private final String id;
  private final long epoch;
  private final AtomicLong free = new AtomicLong();
  private final AtomicLong reserved = new AtomicLong();
  private final AtomicLong returned = new AtomicLong();
  private final AtomicLong spent = new AtomicLong();
  private volatile long usableUntil;
  private volatile long lastUsed;
  private volatile boolean ended;

  LocalLease(String id, long epoch, long now) {
    this.id = id;
    this.epoch = epoch;
    this.usableUntil = now;
    this.lastUsed = now;
  }

  String id() {
    return id;
  }

  long epoch() {
    return epoch;
  }

  /** Billing-service has put more into it. */
  void granted(long amount) {
    free.addAndGet(amount);
  }

  /** It may be reserved from until then. */
  void validUntil(long until) {
    usableUntil = until;
  }

  /** Sets an amount aside for a call; false when there is not as much, or its time is over. */
  boolean tryReserve(long amount, long now) {
    if (ended || now - usableUntil >= 0) {
      return false;
    }
    long have = free.get();
    while (have >= amount) {
      if (free.compareAndSet(have, have - amount)) {
        reserved.addAndGet(amount);
        lastUsed = now;
        return true;
      }
      have = free.get();
    }
    return false;
  }

  /** A call is over: what it cost is spent, what was set aside beyond that is free again. */
  void settle(long amount, long cost) {
    spent.addAndGet(cost);
    reserved.addAndGet(-amount);
    free.addAndGet(amount - cost);
  }

  /** What was set aside is free again. */
  void release(long amount) {
    settle(amount, 0);
  }

  /** Takes everything that is free out of it, on its way back to the wallet. */
  void giveBack() {
    long have = free.get();
    while (have > 0) {
      if (free.compareAndSet(have, 0)) {
        returned.addAndGet(have);
        return;
      }
      have = free.get();
    }
  }

  /** Nothing more is reserved from it. */
  void end() {
    ended = true;
  }

  /** Billing-service has put money into it after all. */
  void revive() {
    ended = false;
  }

  boolean isEnded() {
    return ended;
  }

  boolean isUsable(long now) {
    return !ended && now - usableUntil < 0;
  }

  /** What can be reserved; below zero when calls cost more than was set aside for them. */
  long free() {
    return free.get();
  }

  long reserved() {
    return reserved.get();
  }

  long spent() {
    return spent.get();
  }

  /** All that was ever given back. */
  long returned() {
    return returned.get();
  }

  /** For how long nobody has reserved from it. */
  long idleFor(long now) {
    return reserved.get() > 0 ? 0 : Math.max(0, now - lastUsed);
  }
}
