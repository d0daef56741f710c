package io.posthouse.billing.payment;

import io.posthouse.billing.money.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a provider's callback says. All but {@link Refused} are signed by it. */
public sealed interface CallbackOutcome {

  /**
   * The money is there.
   *
   * @param orderId ours
   * @param paymentId the provider's own order number (P27)
   * @param amount what was paid
   * @param paidAt when, as the provider says
   * @param instrument a keyed hash of what it was paid with, where the provider tells
   */
  record Paid(
      UUID orderId, String paymentId, Money amount, Instant paidAt, @Nullable String instrument)
      implements CallbackOutcome {

    /** Leaves the payment's identifiers out. */
    @Override
    public String toString() {
      return "Paid[order " + orderId + ", " + amount + "]";
    }
  }

  /** The customer, or the provider, said no. */
  record Declined(UUID orderId) implements CallbackOutcome {}

  /** Nothing is decided yet. */
  record Pending(UUID orderId) implements CallbackOutcome {}

  /**
   * The payer's bank took a payment back, or gave it again.
   *
   * @param disputeId stands for the provider's own number of it
   * @param paymentId the provider's own number of the payment
   * @param amount what is disputed
   * @param at when it began, as the provider says
   * @param reason the bank's, in the provider's words
   */
  record Disputed(
      UUID disputeId,
      UUID orderId,
      String paymentId,
      Money amount,
      Instant at,
      String reason,
      Stage stage)
      implements CallbackOutcome {

    /** Leaves the payment's identifiers out. */
    @Override
    public String toString() {
      return "Disputed[order " + orderId + ", " + amount + ", " + stage + "]";
    }
  }

  /** Where the money of a disputed payment is. */
  enum Stage {
    /** With the payer, for now or for good. */
    TAKEN,
    /** With us again, for good. */
    RETURNED
  }

  /**
   * Signed, and about nothing that is tracked here.
   *
   * @param what a kind of event, for the log
   */
  record Irrelevant(String what) implements CallbackOutcome {}

  /**
   * It must not be believed.
   *
   * @param why for the log and the answer; quotes nothing of the request
   */
  record Refused(Reason reason, String why) implements CallbackOutcome {}

  /** Why a callback is not believed. */
  enum Reason {
    /** No signature, or a wrong one. */
    SIGNATURE,
    /** Signed too long ago, or in the future. */
    STALE,
    /** Signed, and meant for another merchant or application, or of the provider's test mode. */
    MERCHANT,
    /** Signed, and of a payment in another currency. */
    CURRENCY,
    /** Signed, and not readable. */
    MALFORMED
  }
}
