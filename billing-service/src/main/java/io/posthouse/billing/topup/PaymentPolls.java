package io.posthouse.billing.topup;

import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.billing.payment.PaymentProvider;
import io.posthouse.billing.payment.PaymentProviders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Asks providers about orders whose callback has not come (A30): open ones, and those that ran out
 * a short while ago. What it hears goes the way of a callback, so both at once credit once.
 */
@Component
public class PaymentPolls {

  private static final Logger log = LoggerFactory.getLogger(PaymentPolls.class);
  private static final Duration AFTER_THE_QUOTE = Duration.ofMinutes(30);
  private static final int BATCH = 200;

  private final TopUpRows rows;
  private final PaymentProviders providers;
  private final Callbacks callbacks;
  private final Clock clock;

  PaymentPolls(TopUpRows rows, PaymentProviders providers, Callbacks callbacks, Clock clock) {
    this.rows = rows;
    this.providers = providers;
    this.callbacks = callbacks;
    this.clock = clock;
  }

  @Scheduled(
      initialDelayString = "${posthouse.top-up.poll-interval:30s}",
      fixedDelayString = "${posthouse.top-up.poll-interval:30s}")
  void poll() {
    Instant now = clock.instant();
    List<UUID> unpaid = rows.findUnpaid(now.minus(AFTER_THE_QUOTE), Limit.of(BATCH));
    for (UUID id : unpaid) {
      try {
        check(id);
      } catch (RuntimeException failed) {
        log.warn("a payment could not be asked for, order {}", id, failed);
      }
    }
  }

  /** Asks about one order now, and does what a callback would have done. */
  public void check(UUID orderId) {
    Optional<TopUp> order = rows.findById(orderId);
    if (order.isEmpty()) {
      return;
    }
    Optional<PaymentProvider> provider = providers.find(order.get().provider());
    if (provider.isEmpty()) {
      return;
    }
    String name = provider.get().name();
    switch (provider.get().query(order.get().asPaymentOrder())) {
      case CallbackOutcome.Paid paid -> callbacks.paid(name, paid);
      case CallbackOutcome.Declined declined -> callbacks.declined(name, declined);
      case CallbackOutcome.Pending _ -> {}
      case CallbackOutcome.Refused refused ->
          log.warn("a provider's answer was not believed, order {}: {}", orderId, refused.why());
    }
  }
}
