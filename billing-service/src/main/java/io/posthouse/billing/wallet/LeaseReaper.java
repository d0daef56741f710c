package io.posthouse.billing.wallet;

import io.posthouse.billing.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Gives back what nobody will settle: the leases of an epoch whose final report is covered by what
 * was recorded, and, by rule, those that ran out 24 h ago. An event that comes later still is
 * charged, from what is available.
 */
@Component
class LeaseReaper {

  static final Duration RULE = Duration.ofHours(24);

  private static final Logger log = LoggerFactory.getLogger(LeaseReaper.class);
  private static final int BATCH = 500;

  private final LeaseStore leases;
  private final RelayNodes nodes;
  private final CreditLeases credit;
  private final RecordedUsage usage;
  private final LeaseTime time;

  LeaseReaper(
      LeaseStore leases,
      RelayNodes nodes,
      CreditLeases credit,
      RecordedUsage usage,
      LeaseTime time) {
    this.leases = leases;
    this.nodes = nodes;
    this.credit = credit;
    this.usage = usage;
    this.time = time;
  }

  @Scheduled(fixedDelayString = "${posthouse.relay.lease.reap-interval:60s}")
  void reap() {
    reapAt(time.instant());
  }

  void reapAt(Instant now) {
    for (RelayNodes.Finished finished : nodes.finishedWithOpenLeases()) {
      if (usage.covers(finished.node(), finished.epoch(), finished.lastSeq())) {
        giveBack(
            leases.openOf(finished.node(), finished.epoch(), BATCH),
            "its node's final report is covered");
      }
    }
    giveBack(leases.expiredBefore(now.minus(RULE), BATCH), "it ran out 24 h ago");
  }

  private void giveBack(List<CreditLease> open, String why) {
    for (CreditLease lease : open) {
      Money held = credit.giveBack(lease);
      if (held.isPositive()) {
        log.warn(
            "a lease was given back without its event: {} lease={} account={} amount={}",
            why,
            lease.id(),
            lease.accountId(),
            held);
      }
    }
  }
}
