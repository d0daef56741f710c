package io.posthouse.billing.payment;

import io.posthouse.billing.money.Money;
import java.time.Instant;
import java.util.UUID;

/** What a provider's bill of 22 November 2026, China's time, is read as. */
public final class BillLines {

  private BillLines() {}

  /** An order that was paid in the day's last second, and refunded in part right after it. */
  public static StatementLine[] paidAndRefunded(UUID order) {
    return new StatementLine[] {
      new StatementLine(
          order,
          StatementLine.Kind.PAID,
          Money.cny("123.45"),
          Instant.parse("2026-11-22T15:59:59Z")),
      new StatementLine(
          order,
          StatementLine.Kind.REFUNDED,
          Money.cny("23.40"),
          Instant.parse("2026-11-22T16:00:00Z"))
    };
  }
}
