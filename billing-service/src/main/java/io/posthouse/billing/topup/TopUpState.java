package io.posthouse.billing.topup;

import java.time.Instant;

/** Where an order stands. Only the legal moves are methods. */
sealed interface TopUpState {

  /** The name in the API and the table. */
  String code();

  /** An order that a payment made in time still pays. */
  sealed interface Payable extends TopUpState {

    /**
     * @param at when the provider says that it was paid
     */
    default Paid paid(Instant at) {
      return new Paid(at);
    }
  }

  /** It can be paid. */
  record Created() implements Payable {

    Declined declined(Instant at) {
      return new Declined(at);
    }

    Expired expired(Instant at) {
      return new Expired(at);
    }

    @Override
    public String code() {
      return "created";
    }
  }

  /** The quote ran out; a payment made before that may still be heard of. */
  record Expired(Instant at) implements Payable {

    @Override
    public String code() {
      return "expired";
    }
  }

  /** It is credited. */
  record Paid(Instant at) implements TopUpState {

    @Override
    public String code() {
      return "paid";
    }
  }

  /** Nobody pays it any more. */
  record Declined(Instant at) implements TopUpState {

    @Override
    public String code() {
      return "declined";
    }
  }
}
