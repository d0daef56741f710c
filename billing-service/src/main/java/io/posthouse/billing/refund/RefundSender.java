package io.posthouse.billing.refund;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.payment.PaymentProvider;
import io.posthouse.billing.payment.PaymentProviders;
import io.posthouse.billing.payment.ProviderCalls;
import io.posthouse.billing.payment.ProviderUnavailable;
import io.posthouse.billing.payment.RefundOrder;
import io.posthouse.billing.payment.RefundOutcome;
import io.posthouse.billing.topup.PaidTopUp;
import io.posthouse.billing.topup.PaidTopUps;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Sends approved refunds through their providers. Each is claimed on the scheduler's thread, sent
 * on the payment module's workers, outside any transaction and under its own id, and finished; a
 * crash between the two sends the same id again.
 */
@Component
class RefundSender {

  private static final Logger log = LoggerFactory.getLogger(RefundSender.class);
  private static final int BATCH = 100;

  private final RefundStore store;
  private final Refunds refunds;
  private final PaidTopUps topUps;
  private final PaymentProviders providers;
  private final ProviderCalls calls;
  private final Clock clock;

  RefundSender(
      RefundStore store,
      Refunds refunds,
      PaidTopUps topUps,
      PaymentProviders providers,
      ProviderCalls calls,
      Clock clock) {
    this.store = store;
    this.refunds = refunds;
    this.topUps = topUps;
    this.providers = providers;
    this.calls = calls;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "${posthouse.refund.send-interval:2s}")
  void send() {
    for (Refund refund : store.claim(clock.instant(), BATCH)) {
      calls.hand(refund.provider(), () -> attempt(refund));
    }
  }

  private void attempt(Refund refund) {
    try {
      send(refund);
    } catch (ProviderUnavailable unavailable) {
      log.warn(
          "a refund could not be sent and is tried again, refund {}: {}",
          refund.id(),
          unavailable.getMessage());
    } catch (RuntimeException failed) {
      log.warn("a refund could not be sent and is tried again, refund {}", refund.id(), failed);
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
            topUp.get().amount(),
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
