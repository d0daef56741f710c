package io.posthouse.billing.topup;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.billing.wallet.BonusKind;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.web.ProblemException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a signed callback does to its order (I11; A29, A30). One transaction under the order's row
 * lock: order, ledger and event stand together or not at all. The same callback again changes
 * nothing.
 */
@Component
@Transactional
class Callbacks {

  private static final Logger log = LoggerFactory.getLogger(Callbacks.class);

  private final TopUpRows rows;
  private final Wallets wallets;
  private final PaymentIds paymentIds;
  private final PaymentReviews reviews;
  private final Promotions promotions;
  private final PaidTopUps topUps;
  private final Disputes disputes;
  private final TopUpEvents events;
  private final Clock clock;

  Callbacks(
      TopUpRows rows,
      Wallets wallets,
      PaymentIds paymentIds,
      PaymentReviews reviews,
      Promotions promotions,
      PaidTopUps topUps,
      Disputes disputes,
      TopUpEvents events,
      Clock clock) {
    this.rows = rows;
    this.wallets = wallets;
    this.paymentIds = paymentIds;
    this.reviews = reviews;
    this.promotions = promotions;
    this.topUps = topUps;
    this.disputes = disputes;
    this.events = events;
    this.clock = clock;
  }

  /**
   * The money is there: the order is credited, or a person looks at it.
   *
   * @throws ProblemException 422 when the order is another provider's
   */
  void paid(String provider, CallbackOutcome.Paid paid) {
    Optional<TopUp> found = rows.lockById(paid.orderId());
    if (found.isEmpty()) {
      reviews.add(provider, paid, PaymentReviews.Reason.UNKNOWN_ORDER);
      return;
    }
    TopUp order = found.get();
    requireProvider(order, provider);
    if (!order.amount().equals(paid.amount())) {
      reviews.add(provider, paid, PaymentReviews.Reason.OTHER_AMOUNT);
      return;
    }
    switch (order.state()) {
      case TopUpState.Payable payable -> {
        if (order.quote().holdsAt(paid.paidAt())) {
          credit(order, payable.paid(paid.paidAt()), paid);
        } else {
          reviews.add(provider, paid, PaymentReviews.Reason.PAID_TOO_LATE);
        }
      }
      case TopUpState.Paid _ -> {
        if (!isSamePayment(order, paid)) {
          reviews.add(provider, paid, PaymentReviews.Reason.SECOND_PAYMENT);
        }
      }
      case TopUpState.Declined _ ->
          reviews.add(provider, paid, PaymentReviews.Reason.DECLINED_ORDER);
    }
  }

  private boolean isSamePayment(TopUp order, CallbackOutcome.Paid paid) {
    byte[] sealed = order.sealedPaymentId();
    return sealed != null
        && paymentIds.open(sealed, "top_up", order.getId()).equals(paid.paymentId());
  }

  private void credit(TopUp order, TopUpState.Paid state, CallbackOutcome.Paid paid) {
    boolean isNew =
        wallets.creditPaid(
            order.accountId(), order.quote().credit(), order.amount(), order.getId());
    if (!isNew) {
      throw new IllegalStateException(
          "top-up " + order.getId() + ": in the ledger already, and " + order.state().code());
    }
    // Under the wallet's lock now: two orders of one account cannot both be its first.
    boolean first = !rows.hasPaid(order.accountId());
    order.become(state, paymentIds.seal(paid.paymentId(), "top_up", order.getId()), first);
    events.paid(order, bonus(order), paid.instrument());
    log.info("a top-up was paid, order {} account {}", order.getId(), order.accountId());
  }

  /** What the order gets beside its payment: as quoted, as often as a promotion allows. */
  private Money bonus(TopUp order) {
    Offer offer = order.offer();
    UUID promotion = offer.promotion();
    if (!offer.bonus().isPositive()
        || (promotion != null && !promotions.use(promotion, order.accountId(), order.getId()))) {
      return Money.ZERO_USD;
    }
    wallets.creditBonus(
        order.accountId(), offer.bonus(), order.getId().toString(), BonusKind.TOP_UP_BONUS);
    return offer.bonus();
  }

  /** The payment was refused, by the customer or the provider. */
  void declined(String provider, CallbackOutcome.Declined declined) {
    Optional<TopUp> found = rows.lockById(declined.orderId());
    if (found.isEmpty()) {
      log.warn("a callback declined an unknown order, provider {}", provider);
      return;
    }
    TopUp order = found.get();
    requireProvider(order, provider);
    if (order.state() instanceof TopUpState.Created created) {
      order.become(created.declined(clock.instant()));
    }
  }

  /** The payer's bank took a payment back, or gave it again; a person looks at what fits none. */
  void disputed(String provider, CallbackOutcome.Disputed disputed) {
    Optional<PaidTopUp> paid = topUps.ofPayment(provider, disputed.orderId(), disputed.paymentId());
    if (paid.isPresent()) {
      disputes.heard(paid.get(), disputed);
      return;
    }
    reviews.add(
        provider,
        new CallbackOutcome.Paid(
            disputed.orderId(), disputed.paymentId(), disputed.amount(), disputed.at(), null),
        PaymentReviews.Reason.DISPUTE);
  }

  private static void requireProvider(TopUp order, String provider) {
    if (!order.provider().equals(provider)) {
      log.warn(
          "a callback named another provider's order, provider {} order {}",
          provider,
          order.getId());
      throw ProblemException.unprocessable("callback-refused", "The order is not this provider's.");
    }
  }
}
