package io.posthouse.relay.admission;

/** What became of a reservation. */
public sealed interface LeaseAnswer {

  /** It stands. */
  record Granted(Reservation reservation) implements LeaseAnswer {}

  /** The wallet has less than that. */
  record BalanceExhausted() implements LeaseAnswer {}

  /** The key may not spend that much more. */
  record SpendLimitReached() implements LeaseAnswer {}

  /** The account may not call. */
  record AccountRefused() implements LeaseAnswer {}

  /**
   * Nobody can tell now.
   *
   * @param why for logs
   */
  record Unavailable(String why) implements LeaseAnswer {}
}
