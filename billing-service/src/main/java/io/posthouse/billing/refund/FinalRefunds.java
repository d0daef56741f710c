package io.posthouse.billing.refund;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.web.MoneyView;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Settles every wallet once the service has ended, however often it is restarted meanwhile. */
@Component
class FinalRefunds {

  private static final Logger log = LoggerFactory.getLogger(FinalRefunds.class);
  private static final int BATCH = 200;

  private final ServiceTerminations terminations;
  private final FinalSettlement settlement;
  private final RefundStore refunds;
  private final JdbcClient jdbc;
  private final Clock clock;

  FinalRefunds(
      ServiceTerminations terminations,
      FinalSettlement settlement,
      RefundStore refunds,
      JdbcClient jdbc,
      Clock clock) {
    this.terminations = terminations;
    this.settlement = settlement;
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
   */
  record Report(
      ServiceTermination termination,
      long settled,
      long waiting,
      MoneyView debited,
      MoneyView refunded,
      MoneyView sent,
      MoneyView failed,
      MoneyView forfeited) {}

  @Scheduled(fixedDelayString = "${posthouse.refund.termination-interval:5s}")
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
    while (!page.isEmpty()) {
      for (UUID account : page) {
        all &= settle(termination, account);
      }
      after = page.getLast();
      page = unsettled(termination.id(), after);
    }
    return all;
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
              (select coalesce(sum(cny), 0) from refund where cause = 'termination' and status = 'sent'
                 and asked_at >= :ends) as sent,
              (select coalesce(sum(cny), 0) from refund where cause = 'termination' and status = 'failed'
                 and asked_at >= :ends) as failed
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
                    MoneyView.of(Money.usd(row.getBigDecimal("forfeited")))))
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
