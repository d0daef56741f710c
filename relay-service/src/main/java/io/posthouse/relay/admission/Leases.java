package io.posthouse.relay.admission;

import io.posthouse.relay.caller.Caller;
import java.math.BigDecimal;
import java.util.concurrent.CompletionStage;

/** Where money is reserved. Does not block; thread-safe. */
@FunctionalInterface
public interface Leases {

  /**
   * Reserves money for one call.
   *
   * @param amount USD, above zero
   * @return done already where this node holds enough; never fails: what goes wrong is a {@link
   *     LeaseAnswer}
   */
  CompletionStage<LeaseAnswer> reserve(Caller caller, BigDecimal amount);
}
