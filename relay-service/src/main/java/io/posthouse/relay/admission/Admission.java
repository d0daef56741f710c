package io.posthouse.relay.admission;

import io.posthouse.relay.pricing.Price;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * An admitted call.
 *
 * @param epoch of this node, under which the lease was granted
 * @param reserved USD, the worst cost in the dearest channel that it may go through
 * @param startedAt the business instant at which the price was pinned
 */
public record Admission(
    String leaseId, long epoch, BigDecimal reserved, Price price, Instant startedAt) {

  /** The same at another channel's price. */
  public Admission at(Price other) {
    return new Admission(leaseId, epoch, reserved, other, startedAt);
  }
}
