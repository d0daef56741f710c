package io.posthouse.billing.topup;

import io.posthouse.billing.payment.CallbackOutcome;

/** Who acts on payments that a payer's bank takes back, and gives again. */
public interface Disputes {

  /**
   * A provider says how a dispute of a paid order stands; in the caller's transaction. The same
   * again, and an earlier stage after a later one, change nothing.
   */
  void heard(PaidTopUp topUp, CallbackOutcome.Disputed disputed);
}
