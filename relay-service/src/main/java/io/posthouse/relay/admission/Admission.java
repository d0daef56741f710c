package io.posthouse.relay.admission;

import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.pricing.Price;
import java.time.Instant;

/**
 * An admitted call.
 *
 * @param reservation the call's money, in the dearest channel that it may go through; for a stream
 *     it grows with it
 * @param startedAt the business instant at which the price was pinned
 */
public record Admission(Reservation reservation, Price price, Instant startedAt) {

  /** The same at another channel's price. */
  public Admission at(Price other) {
    return new Admission(reservation, other, startedAt);
  }

  /** The call is over: its reservation becomes its cost. */
  public void settle(MeterReading reading) {
    reservation.settle(CallCost.of(reading, price));
  }
}
