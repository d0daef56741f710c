package io.posthouse.billing.payment.stripe;

import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.model.checkout.Session;
import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.billing.payment.CallbackRequest;
import io.posthouse.billing.payment.PayPage;
import io.posthouse.billing.payment.PaymentAddresses;
import io.posthouse.billing.payment.PaymentOrder;
import io.posthouse.billing.payment.PaymentProvider;
import io.posthouse.billing.payment.ProviderUnavailable;
import io.posthouse.billing.payment.RefundOrder;
import io.posthouse.billing.payment.RefundOutcome;
import io.posthouse.billing.payment.StatementLine;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stripe as a provider. */
final class StripeProvider implements PaymentProvider {

  static final String NAME = "stripe";

  private final StripeCheckout checkout;
  private final StripeEvents events;
  private final StripeCharges charges;
  private final StripeRefunds refunds;
  private final StripeStatement statement;
  private final PaymentAddresses addresses;

  StripeProvider(
      StripeCheckout checkout,
      StripeEvents events,
      StripeCharges charges,
      StripeRefunds refunds,
      StripeStatement statement,
      PaymentAddresses addresses) {
    this.checkout = checkout;
    this.events = events;
    this.charges = charges;
    this.refunds = refunds;
    this.statement = statement;
    this.addresses = addresses;
  }

  /** A failure of Stripe's library, without what it quotes. */
  static ProviderUnavailable unavailable(String what, StripeException failed) {
    Integer status = failed.getStatusCode();
    return new ProviderUnavailable(
        NAME, what, failed.getClass().getSimpleName() + (status == null ? "" : " " + status));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public URI payUrl(PaymentOrder order) {
    return addresses.page(NAME, order.id());
  }

  @Override
  public PayPage visit(PaymentOrder order) {
    return new PayPage.Redirect(checkout.open(order));
  }

  @Override
  public CallbackOutcome read(CallbackRequest request) {
    return events.read(request);
  }

  @Override
  public CallbackOutcome query(PaymentOrder order) {
    Optional<Session> found;
    try {
      found = checkout.find(order);
    } catch (ProviderUnavailable unreachable) {
      return new CallbackOutcome.Pending(order.id());
    }
    Charge charge = found.map(StripeProvider::charge).orElse(null);
    if (charge == null) {
      return new CallbackOutcome.Pending(order.id());
    }
    return charges.read(charge, order.id());
  }

  /** The charge that paid a session; null when none did, or it is not decided. */
  private static @Nullable Charge charge(Session session) {
    PaymentIntent intent = session.getPaymentIntentObject();
    return intent == null || !"paid".equals(session.getPaymentStatus())
        ? null
        : intent.getLatestChargeObject();
  }

  @Override
  public void close(PaymentOrder order) {
    checkout.end(order);
  }

  @Override
  public RefundOutcome refund(RefundOrder refund) {
    return refunds.send(refund);
  }

  @Override
  public List<StatementLine> statement(LocalDate day) {
    return statement.of(day);
  }
}
