package io.posthouse.billing.payment.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import io.posthouse.billing.payment.Fen;
import io.posthouse.billing.payment.OrderReference;
import io.posthouse.billing.payment.RefundOrder;
import io.posthouse.billing.payment.RefundOutcome;
import org.jspecify.annotations.Nullable;

/** Sends refunds. */
final class StripeRefunds {

  private static final String REFUND = "posthouse_refund";
  private static final long PAGE = 100;

  private final StripeClient client;

  StripeRefunds(StripeClient client) {
    this.client = client;
  }

  RefundOutcome send(RefundOrder order) {
    try {
      Refund made = find(order);
      return outcome(made == null ? create(order) : made);
    } catch (InvalidRequestException refused) {
      return new RefundOutcome.Refused("stripe refused it: " + refused.getCode());
    } catch (StripeException unreachable) {
      throw StripeProvider.unavailable("refunding", unreachable);
    }
  }

  /** One that was made before: Stripe forgets idempotency keys after a day. */
  private @Nullable Refund find(RefundOrder order) throws StripeException {
    String id = OrderReference.of(order.refundId());
    for (Refund refund :
        client
            .v1()
            .refunds()
            .list(
                RefundListParams.builder()
                    .setPaymentIntent(order.paymentId())
                    .setLimit(PAGE)
                    .build())
            .getData()) {
      if (refund.getMetadata() != null && id.equals(refund.getMetadata().get(REFUND))) {
        return refund;
      }
    }
    return null;
  }

  private Refund create(RefundOrder order) throws StripeException {
    String id = OrderReference.of(order.refundId());
    return client
        .v1()
        .refunds()
        .create(
            RefundCreateParams.builder()
                .setPaymentIntent(order.paymentId())
                .setAmount(Fen.of(order.amount()))
                .putMetadata(REFUND, id)
                .putMetadata(StripeCheckout.ORDER, OrderReference.of(order.orderId()))
                .build(),
            RequestOptions.builder().setIdempotencyKey("refund-" + id).build());
  }

  private static RefundOutcome outcome(Refund refund) {
    String status = refund.getStatus();
    return switch (status == null ? "" : status) {
      case "succeeded" -> new RefundOutcome.Sent();
      case "failed", "canceled" ->
          new RefundOutcome.Refused("stripe: " + status + " " + refund.getFailureReason());
      default -> new RefundOutcome.Pending();
    };
  }
}
