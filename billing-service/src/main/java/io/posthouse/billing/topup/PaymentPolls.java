package io.posthouse.billing.topup;

import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.billing.payment.PaymentProvider;
import io.posthouse.billing.payment.PaymentProviders;
import io.posthouse.billing.payment.ProviderCalls;
import io.posthouse.billing.payment.ProviderUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Asks providers about orders whose callback has not come (A30): open ones, and those that ran out
 * a short while ago. What it hears goes the way of a callback, so both at once credit once. The
 * scheduler's thread only claims; the asking is on the payment module's workers.
 */
@Component
public class PaymentPolls {

  private static final Logger log = LoggerFactory.getLogger(PaymentPolls.class);
  private static final Duration AFTER_THE_QUOTE = Duration.ofMinutes(30);
  private static final Duration GIVEN_UP = Duration.ofDays(1);
  private static final int BATCH = 200;

  private final TopUpRows rows;
  private final PollTimes times;
  private final PaymentProviders providers;
  private final ProviderCalls calls;
  private final Callbacks callbacks;
  private final Clock clock;

  PaymentPolls(
      TopUpRows rows,
      PollTimes times,
      PaymentProviders providers,
      ProviderCalls calls,
      Callbacks callbacks,
      Clock clock) {
    this.rows = rows;
    this.times = times;
    this.providers = providers;
    this.calls = calls;
    this.callbacks = callbacks;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "${posthouse.top-up.poll-interval:5s}")
  void poll() {
    for (String provider : times.providers()) {
      int room = Math.min(BATCH, calls.room(provider));
      times.claim(provider, room).forEach(id -> calls.hand(provider, () -> follow(id)));
    }
  }

  private void follow(UUID id) {
    try {
      if (rows.findById(id).map(TopUp::state).orElse(null) instanceof TopUpState.Payable) {
        check(id);
      }
      rows.findById(id).ifPresent(this::conclude);
    } catch (ProviderUnavailable unavailable) {
      log.warn("a payment could not be asked for, order {}: {}", id, unavailable.getMessage());
    } catch (RuntimeException failed) {
      log.warn("a payment could not be asked for, order {}", id, failed);
    }
  }

  /** Closes an order that ran out, and stops asking where nothing more is to be heard. */
  private void conclude(TopUp order) {
    Instant now = clock.instant();
    Instant end = order.quote().expiresAt();
    if (!(order.state() instanceof TopUpState.Payable) || now.isAfter(end.plus(GIVEN_UP))) {
      times.forget(order.getId());
      return;
    }
    if (order.quote().holdsAt(now)) {
      return;
    }
    providers.find(order.provider()).ifPresent(one -> one.close(order.asPaymentOrder()));
    if (now.isAfter(end.plus(AFTER_THE_QUOTE))) {
      times.forget(order.getId());
    }
  }

  /**
   * Asks about one order now, and does what a callback would have done. On the caller's thread,
   * outside any transaction.
   */
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
      case CallbackOutcome.Disputed disputed -> callbacks.disputed(name, disputed);
      case CallbackOutcome.Pending _, CallbackOutcome.Irrelevant _ -> {}
      case CallbackOutcome.Refused refused ->
          log.warn("a provider's answer was not believed, order {}: {}", orderId, refused.why());
    }
  }
}
