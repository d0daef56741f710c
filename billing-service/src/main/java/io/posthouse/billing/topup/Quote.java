package io.posthouse.billing.topup;

import io.posthouse.billing.money.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * What an order will credit if it is paid in time (P20). Made once, kept with the order, never
 * recomputed.
 *
 * @param rate CNY per USD
 * @param credit USD: the amount divided by the rate
 * @param expiresAt the first instant at which it no longer holds
 */
record Quote(BigDecimal rate, ExchangeRate.Source source, Instant expiresAt, Money credit) {

  static Quote of(Money cny, ExchangeRate rate, Instant now, Duration validity) {
    return new Quote(rate.cnyPerUsd(), rate.source(), now.plus(validity), rate.credit(cny));
  }

  /** Whether a payment of that moment is in time. */
  boolean holdsAt(Instant paidAt) {
    return paidAt.isBefore(expiresAt);
  }
}
