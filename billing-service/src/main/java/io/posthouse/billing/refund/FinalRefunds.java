package io.posthouse.billing.refund;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.LeaseDesk;
import io.posthouse.billing.wallet.Withdrawals;
import io.posthouse.billing.web.MoneyView;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Settles every wallet once the service has ended, however often it is restarted meanwhile (I14):
 * recalls what relay nodes hold, and takes each wallet once no lease of it is open and no record of
 * the epochs that it had leases on is missing. For a record that is lost it waits a day; what comes
 * later still is our loss.
 */
@Component
class FinalRefunds {

  private static final Logger log = LoggerFactory.getLogger(FinalRefunds.class);
  private static final Duration LATEST = Duration.ofHours(24);
  private static final int BATCH = 200;

  private final ServiceTerminations terminations;
  private final FinalSettlement settlement;
  private final Withdrawals withdrawals;
  private final LeaseDesk leases;
  private final RefundStore refunds;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final AtomicBoolean busy = new AtomicBoolean();

  FinalRefunds(
      ServiceTerminations terminations,
      FinalSettlement settlement,
      Withdrawals withdrawals,
      LeaseDesk leases,
      RefundStore refunds,
      JdbcClient jdbc,
      Clock clock) {
    this.terminations = terminations;
    this.settlement = settlement;
    this.withdrawals = withdrawals;
    this.leases = leases;
    this.refunds = refunds;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * The report, to the cent.
   *
   * @param waiting wallets that hold money and are not settled
   * @param refunded what refunds took on their way, CNY
   * @param sent what of it providers paid out, CNY
   * @param failed what of it providers refused, CNY; it is in the wallets again
   * @param left paid money in wallets that are settled: refunds that were refused, payments that a
   *     bank gave again; a person sees to it
   */
  record Report(
      ServiceTermination termination,
      long settled,
      long waiting,
      MoneyView debited,
      MoneyView refunded,
      MoneyView sent,
      MoneyView failed,
      MoneyView forfeited,
      MoneyView left) {}

  /** On a thread of its own: thousands of wallets would hold up all that is scheduled. */
  @Scheduled(fixedDelayString = "${posthouse.refund.termination-interval:5s}")
  void begin() {
    if (busy.compareAndSet(false, true)) {
      Thread.ofVirtual().name("final-refunds").start(this::pass);
    }
  }

  private void pass() {
    try {
      goOn();
    } catch (RuntimeException failed) {
      log.warn("the service's end could not be carried on with and is tried again", failed);
    } finally {
      busy.set(false);
    }
  }

  /** One pass; on the caller's thread. */
  void goOn() {
    Optional<ServiceTermination> standing = terminations.standing();
    if (standing.isEmpty()
        || standing.get().status().equals("done")
        || !standing.get().isOver(clock.instant())) {
      return;
    }
    ServiceTermination termination = standing.get();
    if (termination.status().equals("announced")) {
      terminations.become(termination.id(), "refunding");
    }
    refunds.approveAll(clock.instant());
    if (settleAll(termination) && waiting(termination.id()) == 0) {
      terminations.become(termination.id(), "done");
      log.info("every wallet is settled: the service has ended");
    }
  }

  /** One pass over all wallets, in the order of their ids; true when none had to wait. */
  private boolean settleAll(ServiceTermination termination) {
    boolean all = true;
    UUID after = new UUID(0, 0);
    List<UUID> page = unsettled(termination.id(), after);
    Set<UUID> waiting = page.isEmpty() ? Set.of() : awaitingRecords(termination);
    while (!page.isEmpty()) {
      leases.recallAll(page);
      for (UUID account : page) {
        all &= !waiting.contains(account) && settle(termination, account);
      }
      after = page.getLast();
      page = unsettled(termination.id(), after);
    }
    return all;
  }

  private Set<UUID> awaitingRecords(ServiceTermination termination) {
    Instant latest = end(termination).toInstant().plus(LATEST);
    return clock.instant().isBefore(latest) ? withdrawals.awaitingRecords() : Set.of();
  }

  private boolean settle(ServiceTermination termination, UUID account) {
    try {
      return settlement.settle(termination, account);
    } catch (RuntimeException failed) {
      log.warn("a wallet could not be settled and is tried again, account {}", account, failed);
      return false;
    }
  }

  private List<UUID> unsettled(UUID termination, UUID after) {
    return jdbc.sql(
            """
            select account_id from wallet w where paid + bonus + leased > 0 and account_id > :after
              and not exists (select from service_termination_wallet s
                              where s.termination_id = :id and s.account_id = w.account_id)
            order by account_id limit :limit
            """)
        .param("after", after)
        .param("id", termination)
        .param("limit", BATCH)
        .query((row, n) -> row.getObject("account_id", UUID.class))
        .list();
  }

  private long waiting(UUID termination) {
    return jdbc.sql(
            """
            select count(*) from wallet w where paid + bonus + leased > 0
              and not exists (select from service_termination_wallet s
                              where s.termination_id = :id and s.account_id = w.account_id)
            """)
        .param("id", termination)
        .query(Long.class)
        .single();
  }

  /** How far it is. */
  Report report(ServiceTermination termination) {
    return jdbc.sql(
            """
            select count(*) as settled, coalesce(sum(refunded_usd), 0) as debited,
              coalesce(sum(refunded_cny), 0) as refunded, coalesce(sum(forfeited_usd), 0) as forfeited,
              (select coalesce(sum(r.cny), 0) from refund r join service_termination_wallet s using (account_id)
                 where s.termination_id = :id and r.cause = 'termination' and r.status = 'sent'
                   and r.asked_at >= :ends) as sent,
              (select coalesce(sum(r.cny), 0) from refund r join service_termination_wallet s using (account_id)
                 where s.termination_id = :id and r.cause = 'termination' and r.status = 'failed'
                   and r.asked_at >= :ends) as failed,
              (select coalesce(sum(w.paid), 0) from wallet w join service_termination_wallet s using (account_id)
                 where s.termination_id = :id) as left_paid
            from service_termination_wallet where termination_id = :id
            """)
        .param("id", termination.id())
        .param("ends", end(termination))
        .query(
            (row, n) ->
                new Report(
                    termination,
                    row.getLong("settled"),
                    waiting(termination.id()),
                    MoneyView.of(Money.usd(row.getBigDecimal("debited"))),
                    cny(row.getBigDecimal("refunded")),
                    cny(row.getBigDecimal("sent")),
                    cny(row.getBigDecimal("failed")),
                    MoneyView.of(Money.usd(row.getBigDecimal("forfeited"))),
                    MoneyView.of(Money.usd(row.getBigDecimal("left_paid")))))
        .single();
  }

  private static Timestamp end(ServiceTermination termination) {
    Instant end = termination.endsAt();
    return Timestamp.from(end == null ? termination.decidedAt() : end);
  }

  private static MoneyView cny(BigDecimal amount) {
    return MoneyView.of(new Money(amount, Currency.CNY));
  }
}
