package io.posthouse.relay.exchange;

import io.posthouse.relay.admission.Admission;
import io.posthouse.relay.pricing.Price;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a call stands. Only legal steps exist as methods. */
sealed interface ExchangeState {

  /** Whether another upstream may still take over: the client has got nothing. */
  boolean mayMoveOn();

  /** Its request is whole; nothing is reserved. */
  record Received() implements ExchangeState {
    Admitted admitted(Admission admission) {
      return new Admitted(admission);
    }

    Free free() {
      return new Free(false);
    }

    Over refused() {
      return new Over();
    }

    @Override
    public boolean mayMoveOn() {
      return false;
    }
  }

  /** It costs nothing, so nothing is reserved and nothing written down. */
  record Free(boolean committed) implements ExchangeState {
    Over over() {
      return new Over();
    }

    @Override
    public boolean mayMoveOn() {
      return !committed;
    }
  }

  /** Money is reserved, and the client has got nothing yet. */
  record Admitted(Admission admission) implements Open {
    /** It goes on through another channel, at the price that was in force there when it began. */
    Admitted repinned(Price price) {
      return new Admitted(admission.at(price));
    }

    Streaming committed(int status, Instant firstByteAt) {
      return new Streaming(admission, status, firstByteAt);
    }

    @Override
    public @Nullable Instant firstByteAt() {
      return null;
    }

    @Override
    public int statusOr(int otherwise) {
      return otherwise;
    }

    @Override
    public boolean mayMoveOn() {
      return true;
    }
  }

  /** The client has a status line. */
  record Streaming(Admission admission, int status, Instant firstByteAt) implements Open {
    @Override
    public int statusOr(int otherwise) {
      return status;
    }

    @Override
    public boolean mayMoveOn() {
      return false;
    }
  }

  /** Admitted, and not yet written to the journal. */
  sealed interface Open extends ExchangeState permits Admitted, Streaming {
    Admission admission();

    @Nullable Instant firstByteAt();

    /** The status that the client got, or will get. */
    int statusOr(int otherwise);

    default Over settled() {
      return new Over();
    }
  }

  /** Refused, or written to the journal. */
  record Over() implements ExchangeState {
    @Override
    public boolean mayMoveOn() {
      return false;
    }
  }
}
