package io.posthouse.relay.admission;

import java.math.BigDecimal;
import java.util.concurrent.CompletionStage;

/**
 * A call's part of a credit lease. It ends in exactly one {@link #settle}; later ones change
 * nothing. Thread-safe.
 */
public interface Reservation {

  /** The lease that the call's charge is taken from. */
  String leaseId();

  /** Of this node, under which the lease was granted. */
  long epoch();

  /** USD, what is set aside now. */
  BigDecimal amount();

  /**
   * Sets more aside, for a stream that goes on.
   *
   * @param more USD, above zero
   * @return never fails; on anything but {@link LeaseAnswer.Granted} the amount is as before
   */
  CompletionStage<LeaseAnswer> extend(BigDecimal more);

  /**
   * The call is over.
   *
   * @param cost USD, zero or more; what billing-service will charge for it
   */
  void settle(BigDecimal cost);
}
