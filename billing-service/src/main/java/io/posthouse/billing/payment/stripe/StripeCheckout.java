package io.posthouse.billing.payment.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionRetrieveParams;
import io.posthouse.billing.payment.Fen;
import io.posthouse.billing.payment.PaymentAddresses;
import io.posthouse.billing.payment.PaymentOrder;
import io.posthouse.billing.payment.PaymentSessions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Checkout sessions: one an order. */
final class StripeCheckout {

  /** The key of the order's reference in Stripe's metadata. */
  static final String ORDER = "posthouse_order";

  /** Stripe's least, with a margin; counted from the quote's end, so that it is always ahead. */
  private static final Duration AFTER_THE_QUOTE = Duration.ofMinutes(31);

  private final StripeClient client;
  private final PaymentSessions sessions;
  private final PaymentAddresses addresses;

  StripeCheckout(StripeClient client, PaymentSessions sessions, PaymentAddresses addresses) {
    this.client = client;
    this.sessions = sessions;
    this.addresses = addresses;
  }

  /** Where an order is paid. The same session for the same order. */
  URI open(PaymentOrder order) {
    Optional<PaymentSessions.Session> kept = sessions.find(order.id());
    return URI.create(kept.orElseGet(() -> create(order)).location());
  }

  private PaymentSessions.Session create(PaymentOrder order) {
    try {
      Session session =
          client
              .v1()
              .checkout()
              .sessions()
              .create(
                  params(order),
                  RequestOptions.builder().setIdempotencyKey("order-" + order.reference()).build());
      return sessions.keep(
          order.id(), new PaymentSessions.Session(session.getId(), session.getUrl()));
    } catch (StripeException failed) {
      throw StripeProvider.unavailable("opening a session", failed);
    }
  }

  // Nothing but the order goes in here: the same parameters are what makes the key idempotent.
  private SessionCreateParams params(PaymentOrder order) {
    return SessionCreateParams.builder()
        .setMode(SessionCreateParams.Mode.PAYMENT)
        .setClientReferenceId(order.reference())
        .setSuccessUrl(addresses.back())
        .setCancelUrl(addresses.back())
        .setExpiresAt(order.expiresAt().plus(AFTER_THE_QUOTE).getEpochSecond())
        .addLineItem(
            SessionCreateParams.LineItem.builder()
                .setQuantity(1L)
                .setPriceData(
                    SessionCreateParams.LineItem.PriceData.builder()
                        .setCurrency(StripeCharges.CNY)
                        .setUnitAmount(Fen.of(order.amount()))
                        .setProductData(
                            SessionCreateParams.LineItem.PriceData.ProductData.builder()
                                .setName("Top-up")
                                .build())
                        .build())
                .build())
        .setPaymentIntentData(
            SessionCreateParams.PaymentIntentData.builder()
                .putMetadata(ORDER, order.reference())
                .build())
        .build();
  }

  /** An order's session with the charge that paid it; empty when its page was never visited. */
  Optional<Session> find(PaymentOrder order) {
    return sessions.find(order.id()).map(kept -> retrieve(kept.reference()));
  }

  private Session retrieve(String id) {
    try {
      return client
          .v1()
          .checkout()
          .sessions()
          .retrieve(
              id,
              SessionRetrieveParams.builder().addExpand("payment_intent.latest_charge").build());
    } catch (StripeException failed) {
      throw StripeProvider.unavailable("asking for a session", failed);
    }
  }

  /** Ends an order's session, if it is open. */
  void end(PaymentOrder order) {
    Optional<Session> session = find(order);
    if (session.isEmpty() || !"open".equals(session.get().getStatus())) {
      return;
    }
    try {
      client.v1().checkout().sessions().expire(session.get().getId());
    } catch (StripeException failed) {
      throw StripeProvider.unavailable("ending a session", failed);
    }
  }
}
