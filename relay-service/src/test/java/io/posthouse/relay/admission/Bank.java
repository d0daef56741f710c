package io.posthouse.relay.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Billing-service's rules for leases in memory, for one wallet and any number of nodes, which it
 * recalls from. {@code available + leased + settled} is what there was, always.
 */
final class Bank implements AutoCloseable {

  /** A cent, in units. */
  static final long CENT = 100_000_000L;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Lease> leases = new HashMap<>();
  private final AtomicInteger asks = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong(1);
  private long available;
  private boolean roomy;
  private volatile boolean away;
  private volatile boolean suspended;
  private Duration validity = Duration.ofMinutes(10);

  private static final class Lease {
    final String id;
    long granted;
    long settled;
    long returned;
    boolean over;

    Lease(String id) {
      this.id = id;
    }
  }

  Bank(long available) {
    this.available = available;
  }

  /** Gives what is wanted, not only what calls lack. */
  Bank roomy() {
    roomy = true;
    return this;
  }

  Bank validFor(Duration time) {
    validity = time;
    return this;
  }

  void goAway() {
    away = true;
  }

  void comeBack() {
    away = false;
  }

  void suspend() {
    suspended = true;
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** A relay node. */
  final class Node implements LeaseOffice {
    final String name;
    final LeaseKeeper keeper;
    private int opened;

    Node(String name) {
      this.name = name;
      this.keeper =
          new LeaseKeeper(
              this,
              threads,
              nanos::get,
              new LeaseSettings(
                  Duration.ofSeconds(20),
                  Duration.ofSeconds(10),
                  Duration.ofSeconds(30),
                  Duration.ofSeconds(1)));
    }

    @Override
    public Answer grant(Ask ask) {
      asks.incrementAndGet();
      if (away) {
        return new Answer.Refused(new LeaseAnswer.Unavailable("away"));
      }
      Answer answer = tryGrant(ask);
      if (answer instanceof Answer.Refused) {
        nodes.stream().filter(node -> node != this).forEach(Bank.this::recall);
        answer = tryGrant(ask);
      }
      return answer;
    }

    private Answer tryGrant(Ask ask) {
      synchronized (Bank.this) {
        if (suspended) {
          return new Answer.Refused(new LeaseAnswer.AccountRefused());
        }
        if (available < ask.minimum()) {
          return new Answer.Refused(new LeaseAnswer.BalanceExhausted(UsdUnits.usd(available)));
        }
        long amount = Math.min(roomy ? ask.want() : ask.needed(), available);
        String key = ask.keyId();
        Lease lease =
            leases.values().stream()
                .filter(it -> it.id.startsWith(name + "/" + key + "/") && !it.over)
                .findFirst()
                .orElseGet(
                    () -> {
                      Lease made = new Lease(name + "/" + key + "/" + ++opened);
                      leases.put(made.id, made);
                      return made;
                    });
        lease.granted += amount;
        available -= amount;
        return new Answer.Granted(lease.id, 1, amount, validity, !roomy);
      }
    }

    @Override
    public Renewed renew(long epoch, List<Report> reports) {
      if (away) {
        return null;
      }
      Set<String> active = new HashSet<>();
      synchronized (Bank.this) {
        for (Report report : reports) {
          Lease lease = leases.get(report.leaseId());
          takeBack(lease, report.returned());
          lease.over |= report.over() || suspended;
          if (!lease.over) {
            active.add(lease.id);
          }
        }
      }
      return new Renewed(validity, active);
    }
  }

  Node node(String name) {
    Node node = new Node(name);
    nodes.add(node);
    return node;
  }

  private void recall(Node node) {
    List<String> ids;
    synchronized (this) {
      ids = leases.keySet().stream().filter(id -> id.startsWith(node.name + "/")).toList();
    }
    for (String id : ids) {
      OptionalLong returned = node.keeper.recall(id, false);
      if (returned.isPresent()) {
        synchronized (this) {
          takeBack(leases.get(id), returned.getAsLong());
        }
      }
    }
  }

  private void takeBack(Lease lease, long total) {
    long fresh =
        Math.min(
            Math.max(0, total - lease.returned), lease.granted - lease.settled - lease.returned);
    lease.returned += fresh;
    available += fresh;
  }

  /** A call's charge is posted. */
  synchronized void settle(String leaseId, long cost) {
    Lease lease = leases.get(leaseId);
    long fromLease = Math.min(cost, lease.granted - lease.settled - lease.returned);
    lease.settled += fromLease;
    available -= cost - fromLease;
    if (available < 0) {
      throw new AssertionError("the wallet would be below zero: " + available);
    }
  }

  synchronized long available() {
    return available;
  }

  synchronized long leased() {
    return leases.values().stream().mapToLong(it -> it.granted - it.settled - it.returned).sum();
  }

  int asks() {
    return asks.get();
  }

  @Override
  public void close() {
    threads.close();
  }
}
