package io.posthouse.billing.payment;

/** What a provider says of a refund. */
public sealed interface RefundOutcome {

  /** The money is on its way to the payer; the provider answers for it. */
  record Sent() implements RefundOutcome {}

  /** Not decided yet, or not reached: asked again later. */
  record Pending() implements RefundOutcome {}

  /**
   * It will not be done.
   *
   * @param why for an operator
   */
  record Refused(String why) implements RefundOutcome {}
}
