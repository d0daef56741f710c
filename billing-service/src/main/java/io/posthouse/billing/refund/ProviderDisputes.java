package io.posthouse.billing.refund;

import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.billing.topup.Disputes;
import io.posthouse.billing.topup.PaidTopUp;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Disputes that providers tell of: a chargeback when the money is taken, its reversal when it is
 * given again. One row per dispute, locked, so that the order in which events come does not matter:
 * a dispute that was returned stays returned. Thread-safe.
 */
@Component
class ProviderDisputes implements Disputes {

  private static final Logger log = LoggerFactory.getLogger(ProviderDisputes.class);

  private final JdbcClient jdbc;
  private final Refunds refunds;
  private final Clock clock;

  ProviderDisputes(JdbcClient jdbc, Refunds refunds, Clock clock) {
    this.jdbc = jdbc;
    this.refunds = refunds;
    this.clock = clock;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void heard(PaidTopUp topUp, CallbackOutcome.Disputed disputed) {
    boolean isNew = keep(topUp, disputed);
    String before = lock(disputed.disputeId());
    switch (disputed.stage()) {
      case TAKEN -> {
        if (isNew) {
          taken(topUp, disputed);
        }
      }
      case RETURNED -> {
        if (before.equals("taken")) {
          refunds.givenAgain(topUp, disputed.disputeId(), disputed.reason(), person(topUp));
          become(disputed.disputeId(), "returned");
        }
      }
    }
  }

  /** Nothing is left when an operator recorded it first, or all was refunded. */
  private void taken(PaidTopUp topUp, CallbackOutcome.Disputed disputed) {
    if (refunds.isAllBack(topUp)) {
      log.warn("a payment was disputed of which nothing is left, order {}", topUp.id());
      become(disputed.disputeId(), "nothing-left");
      return;
    }
    refunds.chargeback(
        topUp, disputed.disputeId(), disputed.amount(), disputed.reason(), person(topUp));
    log.warn("a payment was disputed and taken back, order {}", topUp.id());
  }

  private static String person(PaidTopUp topUp) {
    return "provider " + topUp.provider();
  }

  private boolean keep(PaidTopUp topUp, CallbackOutcome.Disputed disputed) {
    return jdbc.sql(
                """
                insert into payment_dispute (id, top_up_id, provider, amount_cny, reason, disputed_at, status, heard_at)
                values (:id, :topUp, :provider, :amount, :reason, :at, :status, :now) on conflict do nothing
                """)
            .param("id", disputed.disputeId())
            .param("topUp", topUp.id())
            .param("provider", topUp.provider())
            .param("amount", disputed.amount().amount())
            .param("reason", disputed.reason())
            .param("at", Timestamp.from(disputed.at()))
            .param("status", disputed.stage() == CallbackOutcome.Stage.TAKEN ? "taken" : "returned")
            .param("now", Timestamp.from(clock.instant()))
            .update()
        == 1;
  }

  private String lock(UUID id) {
    return jdbc.sql("select status from payment_dispute where id = :id for update")
        .param("id", id)
        .query(String.class)
        .single();
  }

  private void become(UUID id, String status) {
    jdbc.sql("update payment_dispute set status = :status where id = :id")
        .param("status", status)
        .param("id", id)
        .update();
  }
}
