package io.posthouse.relay.admission;

import java.math.BigDecimal;

/** What became of a reservation. */
public sealed interface LeaseAnswer {

  /** It stands. */
  record Granted(Reservation reservation) implements LeaseAnswer {}

  /**
   * The wallet has less than that.
   *
   * @param affordable USD, what a call could have had at that moment
   */
  record BalanceExhausted(BigDecimal affordable) implements LeaseAnswer {}

  /**
   * The key may not spend that much more.
   *
   * @param affordable USD, what a call could have had at that moment
   */
  record SpendLimitReached(BigDecimal affordable) implements LeaseAnswer {}

  /** The account may not call. */
  record AccountRefused() implements LeaseAnswer {}

  /**
   * Nobody can tell now.
   *
   * @param why for logs
   */
  record Unavailable(String why) implements LeaseAnswer {}
}
