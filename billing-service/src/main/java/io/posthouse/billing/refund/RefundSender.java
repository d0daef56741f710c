package io.posthouse.billing.refund;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.payment.PaymentProvider;
import io.posthouse.billing.payment.PaymentProviders;
import io.posthouse.billing.payment.RefundOrder;
import io.posthouse.billing.payment.RefundOutcome;
import io.posthouse.billing.topup.PaidTopUp;
import io.posthouse.billing.topup.PaidTopUps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Sends approved refunds through their providers. Each is claimed, sent outside any transaction
 * under its own id, and finished; a crash between the two sends the same id again.
 */
@Component
class RefundSender {

  private static final Logger log = LoggerFactory.getLogger(RefundSender.class);
  private static final Duration CLAIM = Duration.ofMinutes(1);
  private static final int BATCH = 100;

  private final RefundStore store;
  private final Refunds refunds;
  private final PaidTopUps topUps;
  private final PaymentProviders providers;
  private final Clock clock;

  RefundSender(
      RefundStore store,
      Refunds refunds,
      PaidTopUps topUps,
      PaymentProviders providers,
      Clock clock) {
    this.store = store;
    this.refunds = refunds;
    this.topUps = topUps;
    this.providers = providers;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "${posthouse.refund.send-interval:2s}")
  void send() {
    Instant now = clock.instant();
    for (Refund refund : store.claim(now, now.plus(CLAIM), BATCH)) {
      try {
        send(refund);
      } catch (RuntimeException failed) {
        log.warn("a refund could not be sent and is tried again, refund {}", refund.id(), failed);
      }
    }
  }

  private void send(Refund refund) {
    Optional<PaymentProvider> provider = providers.find(refund.provider());
    Optional<PaidTopUp> topUp = topUps.find(refund.topUpId());
    if (provider.isEmpty() || topUp.isEmpty()) {
      log.error(
          "a refund has no provider {} any more and waits, refund {}",
          refund.provider(),
          refund.id());
      return;
    }
    RefundOrder order =
        new RefundOrder(
            refund.id(),
            topUp.get().orderId(),
            topUp.get().paymentId(),
            refund.amount().toMoney("amount", Currency.CNY));
    switch (provider.get().refund(order)) {
      case RefundOutcome.Sent _ -> refunds.sent(refund.id());
      case RefundOutcome.Refused refused -> {
        log.error("a refund was refused, refund {}: {}", refund.id(), refused.why());
        refunds.failed(refund.id(), refused.why());
      }
      case RefundOutcome.Pending _ -> log.info("a refund is pending, refund {}", refund.id());
    }
  }
}
