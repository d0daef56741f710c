package io.posthouse.billing.payment.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.billing.payment.CallbackOutcome.Stage;
import io.posthouse.billing.payment.Fen;
import io.posthouse.billing.payment.OrderReference;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a dispute means. It names its charge and not our order, so that the charge is asked for: the
 * only callback whose reading uses the network.
 */
final class StripeDisputes {

  private static final Set<String> TAKEN = Set.of("needs_response", "under_review", "lost");

  private final StripeClient client;
  private final StripeCharges charges;

  StripeDisputes(StripeClient client, StripeCharges charges) {
    this.client = client;
    this.charges = charges;
  }

  /**
   * Reads a dispute: where the money is follows from its status, whatever the event's name.
   *
   * @throws io.posthouse.billing.payment.ProviderUnavailable when the charge cannot be asked for
   */
  CallbackOutcome read(Dispute dispute) {
    if (!charges.isOurMode(dispute.getLivemode())) {
      return StripeCharges.wrongMode();
    }
    String status = dispute.getStatus() == null ? "" : dispute.getStatus();
    // Before a real dispute banks may ask; no money moves.
    if (status.startsWith("warning_") || status.equals("prevented")) {
      return new CallbackOutcome.Irrelevant("inquiry of a bank");
    }
    Stage stage =
        status.equals("won") ? Stage.RETURNED : TAKEN.contains(status) ? Stage.TAKEN : null;
    String id = dispute.getId();
    Long created = dispute.getCreated();
    if (stage == null || id == null || created == null || dispute.getCharge() == null) {
      return StripeCharges.malformed();
    }
    Charge charge = charge(dispute.getCharge());
    String reference = charge == null ? null : StripeCharges.reference(charge.getMetadata());
    if (charge == null || reference == null) {
      return new CallbackOutcome.Irrelevant("dispute of something else");
    }
    Optional<UUID> order = OrderReference.read(reference);
    String payment = charge.getPaymentIntent();
    Long fen = amount(dispute, charge);
    if (order.isEmpty() || payment == null || fen == null) {
      return StripeCharges.malformed();
    }
    return new CallbackOutcome.Disputed(
        UUID.nameUUIDFromBytes(("stripe:" + id).getBytes(StandardCharsets.UTF_8)),
        order.get(),
        payment,
        Fen.toMoney(fen),
        Instant.ofEpochSecond(created),
        dispute.getReason() == null ? "unknown" : dispute.getReason(),
        stage);
  }

  private @Nullable Charge charge(String id) {
    try {
      return client.v1().charges().retrieve(id);
    } catch (InvalidRequestException unknown) {
      return null;
    } catch (StripeException failed) {
      throw StripeProvider.unavailable("asking for a disputed charge", failed);
    }
  }

  /** In CNY; in another currency than the charge's it cannot be compared, so all of it counts. */
  private static @Nullable Long amount(Dispute dispute, Charge charge) {
    Long disputed = dispute.getAmount();
    Long charged = charge.getAmount();
    if (disputed == null
        || charged == null
        || disputed <= 0
        || charged <= 0
        || !StripeCharges.CNY.equals(charge.getCurrency())) {
      return null;
    }
    return StripeCharges.CNY.equals(dispute.getCurrency()) ? Math.min(disputed, charged) : charged;
  }
}
