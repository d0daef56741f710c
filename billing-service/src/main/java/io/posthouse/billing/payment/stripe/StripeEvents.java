package io.posthouse.billing.payment.stripe;

import com.google.gson.JsonParseException;
import com.stripe.exception.EventDataObjectDeserializationException;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.StripeObject;
import com.stripe.net.ApiResource;
import com.stripe.net.Webhook;
import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.billing.payment.CallbackRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads Stripe's events. Thread-safe. */
final class StripeEvents {

  private static final String SIGNATURE = "Stripe-Signature";
  private static final long GOOD_FOR_SECONDS = 300;

  private final String secret;
  private final StripeCharges charges;
  private final StripeDisputes disputes;
  private final Clock clock;

  /**
   * @param secret the endpoint's; not empty, since anybody can sign with nothing
   */
  StripeEvents(
      String secret, StripeCharges charges, StripeDisputes disputes, InstantSource realTime) {
    this.secret = secret;
    this.charges = charges;
    this.disputes = disputes;
    this.clock = realTime.withZone(ZoneOffset.UTC);
  }

  CallbackOutcome read(CallbackRequest request) {
    String body = new String(request.body(), StandardCharsets.UTF_8);
    String signature = request.header(SIGNATURE);
    if (signature == null || !isSigned(body, signature, 0)) {
      return new CallbackOutcome.Refused(
          CallbackOutcome.Reason.SIGNATURE, "no signature, or a wrong one");
    }
    if (!isSigned(body, signature, GOOD_FOR_SECONDS)) {
      return new CallbackOutcome.Refused(
          CallbackOutcome.Reason.STALE, "signed more than five minutes ago");
    }
    try {
      return understand(ApiResource.GSON.fromJson(body, Event.class));
    } catch (JsonParseException | EventDataObjectDeserializationException unreadable) {
      return StripeCharges.malformed();
    }
  }

  /**
   * @param tolerance seconds; 0 does not look at the age
   */
  private boolean isSigned(String body, String signature, long tolerance) {
    try {
      return Webhook.Signature.verifyHeader(body, signature, secret, tolerance, clock);
    } catch (SignatureVerificationException refused) {
      return false;
    }
  }

  private CallbackOutcome understand(@Nullable Event event)
      throws EventDataObjectDeserializationException {
    if (event == null || event.getType() == null) {
      return StripeCharges.malformed();
    }
    if (!charges.isOurMode(event.getLivemode())) {
      return StripeCharges.wrongMode();
    }
    if (event.getAccount() != null) {
      return new CallbackOutcome.Refused(
          CallbackOutcome.Reason.MERCHANT, "of another account than ours");
    }
    boolean paid = event.getType().equals("charge.succeeded");
    if (!paid && !event.getType().startsWith("charge.dispute.")) {
      return new CallbackOutcome.Irrelevant("event of another type");
    }
    if (event.getData() == null) {
      return StripeCharges.malformed();
    }
    // Whatever API version the endpoint has: the fields that are read are in all of them.
    StripeObject about = event.getDataObjectDeserializer().deserializeUnsafe();
    if (paid && about instanceof Charge charge) {
      return charges.read(charge);
    }
    return !paid && about instanceof Dispute dispute
        ? disputes.read(dispute)
        : StripeCharges.malformed();
  }
}
