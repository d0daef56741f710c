package io.posthouse.billing.payment.stripe;

import com.stripe.model.Charge;
import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.billing.payment.Fen;
import io.posthouse.billing.payment.InstrumentHash;
import io.posthouse.billing.payment.OrderReference;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a charge means, be it heard of in an event or asked for. */
final class StripeCharges {

  static final String CNY = "cny";

  private final boolean live;
  private final InstrumentHash instruments;

  StripeCharges(boolean live, InstrumentHash instruments) {
    this.live = live;
    this.instruments = instruments;
  }

  /** Whether a thing of Stripe's is of our mode. */
  boolean isOurMode(@Nullable Boolean livemode) {
    return livemode != null && livemode == live;
  }

  /** Reads a charge that was asked for because of an order. */
  CallbackOutcome read(Charge charge, UUID order) {
    CallbackOutcome said = read(charge);
    return said instanceof CallbackOutcome.Paid paid && !paid.orderId().equals(order)
        ? new CallbackOutcome.Refused(
            CallbackOutcome.Reason.MALFORMED, "the answer is about another order")
        : said;
  }

  /** Reads a charge. */
  CallbackOutcome read(Charge charge) {
    if (!isOurMode(charge.getLivemode())) {
      return wrongMode();
    }
    String reference = reference(charge.getMetadata());
    if (reference == null) {
      return new CallbackOutcome.Irrelevant("charge of something else");
    }
    Optional<UUID> order = OrderReference.read(reference);
    String payment = charge.getPaymentIntent();
    Long amount = charge.getAmount();
    Long created = charge.getCreated();
    if (order.isEmpty() || payment == null || amount == null || amount <= 0 || created == null) {
      return malformed();
    }
    if (!CNY.equals(charge.getCurrency())) {
      return new CallbackOutcome.Refused(
          CallbackOutcome.Reason.CURRENCY, "a payment in another currency than CNY");
    }
    if (!"succeeded".equals(charge.getStatus())
        || !Boolean.TRUE.equals(charge.getPaid())
        || !amount.equals(charge.getAmountCaptured())) {
      return new CallbackOutcome.Pending(order.get());
    }
    return new CallbackOutcome.Paid(
        order.get(),
        payment,
        Fen.toMoney(amount),
        Instant.ofEpochSecond(created),
        instruments.of(fingerprint(charge)));
  }

  static @Nullable String reference(@Nullable Map<String, String> metadata) {
    return metadata == null ? null : metadata.get(StripeCheckout.ORDER);
  }

  private static @Nullable String fingerprint(Charge charge) {
    Charge.PaymentMethodDetails details = charge.getPaymentMethodDetails();
    Charge.PaymentMethodDetails.Card card = details == null ? null : details.getCard();
    return card == null ? null : card.getFingerprint();
  }

  static CallbackOutcome wrongMode() {
    return new CallbackOutcome.Refused(
        CallbackOutcome.Reason.MERCHANT, "of the other mode, test or live, than ours");
  }

  static CallbackOutcome malformed() {
    return new CallbackOutcome.Refused(
        CallbackOutcome.Reason.MALFORMED, "signed, but not a callback that is understood here");
  }
}
