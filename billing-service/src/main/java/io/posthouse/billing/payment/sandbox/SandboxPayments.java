package io.posthouse.billing.payment.sandbox;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.PaymentOrder;
import io.posthouse.billing.payment.RefundOrder;
import io.posthouse.billing.payment.RefundOutcome;
import io.posthouse.billing.payment.StatementLine;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sandbox's books: its orders, and the outcome of a button with the callback that it causes.
 */
final class SandboxPayments {

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Clock clock;
  private final InstantSource realTime;
  private final String merchant;
  private final JsonMapper json;

  SandboxPayments(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Clock clock,
      InstantSource realTime,
      String merchant,
      JsonMapper json) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
    this.realTime = realTime;
    this.merchant = merchant;
    this.json = json;
  }

  void open(PaymentOrder order) {
    jdbc.sql(
            "insert into sandbox_payment (order_id, amount_cny, expires_at) values (:id, :amount, :expires)")
        .param("id", order.id())
        .param("amount", order.amount().amount())
        .param("expires", Timestamp.from(order.expiresAt()))
        .update();
  }

  Optional<SandboxPayment> find(UUID order) {
    return jdbc.sql("select * from sandbox_payment where order_id = :id")
        .param("id", order)
        .query(
            (row, n) -> {
              Timestamp decided = row.getTimestamp("decided_at");
              return new SandboxPayment(
                  row.getObject("order_id", UUID.class),
                  new Money(row.getBigDecimal("amount_cny"), Currency.CNY),
                  row.getTimestamp("expires_at").toInstant(),
                  row.getString("outcome"),
                  row.getString("payment_id"),
                  decided == null ? null : decided.toInstant());
            })
        .optional();
  }

  /** Whether an order can still be paid here. */
  boolean isOpen(SandboxPayment payment) {
    return payment.outcome() == null && payment.expiresAt().isAfter(clock.instant());
  }

  /**
   * A button was pressed: writes the outcome and the callback to send. The first press counts; one
   * after the order ran out counts no more.
   */
  void decide(SandboxPayment payment, String outcome) {
    transactions.executeWithoutResult(
        status -> {
          String paymentId = "sbx_" + UuidCreator.getTimeOrderedEpoch().toString().replace("-", "");
          Timestamp now = Timestamp.from(clock.instant());
          int decided =
              jdbc.sql(
                      """
                      update sandbox_payment set outcome = :outcome, payment_id = :payment, decided_at = :now
                      where order_id = :id and outcome is null and expires_at > :now
                      """)
                  .param("outcome", outcome)
                  .param("payment", paymentId)
                  .param("now", now)
                  .param("id", payment.orderId())
                  .update();
          if (decided == 1) {
            queue(payment, outcome, paymentId, now);
          }
        });
  }

  private void queue(SandboxPayment payment, String outcome, String paymentId, Timestamp now) {
    SandboxCallback callback =
        new SandboxCallback(
            merchant,
            payment.orderId(),
            paymentId,
            outcome,
            payment.amount().amount().toPlainString(),
            "CNY",
            now.toInstant().toString());
    jdbc.sql(
            "insert into sandbox_callback (order_id, body, next_attempt_at) values (:id, :body, :now)")
        .param("id", payment.orderId())
        .param("body", json.writeValueAsString(callback))
        .param("now", Timestamp.from(realTime.instant()))
        .update();
  }

  /** Sends money back once per refund, and no more of an order than was paid. */
  RefundOutcome refund(RefundOrder refund) {
    return java.util.Objects.requireNonNull(
        transactions.execute(
            status -> {
              Optional<BigDecimal> paid =
                  jdbc.sql(
                          """
                          select amount_cny from sandbox_payment
                          where order_id = :id and outcome = 'paid' for update
                          """)
                      .param("id", refund.orderId())
                      .query(BigDecimal.class)
                      .optional();
              if (paid.isEmpty()) {
                return new RefundOutcome.Refused("the sandbox has no such payment");
              }
              BigDecimal others =
                  jdbc.sql(
                          """
                          select coalesce(sum(amount_cny), 0) from sandbox_refund
                          where order_id = :id and refund_id <> :refund
                          """)
                      .param("id", refund.orderId())
                      .param("refund", refund.refundId())
                      .query(BigDecimal.class)
                      .single();
              if (others.add(refund.amount().amount()).compareTo(paid.get()) > 0) {
                return new RefundOutcome.Refused("more than was paid");
              }
              jdbc.sql(
                      """
                      insert into sandbox_refund (refund_id, order_id, amount_cny, refunded_at)
                      values (:refund, :id, :amount, :now) on conflict do nothing
                      """)
                  .param("refund", refund.refundId())
                  .param("id", refund.orderId())
                  .param("amount", refund.amount().amount())
                  .param("now", Timestamp.from(clock.instant()))
                  .update();
              return new RefundOutcome.Sent();
            }));
  }

  List<StatementLine> statement(LocalDate day) {
    return jdbc.sql(
            """
            select order_id, 'PAID' as kind, amount_cny, decided_at as at from sandbox_payment
            where outcome = 'paid' and decided_at >= :from and decided_at < :to
            union all
            select order_id, 'REFUNDED', amount_cny, refunded_at from sandbox_refund
            where refunded_at >= :from and refunded_at < :to
            """)
        .param("from", Timestamp.from(day.atStartOfDay(ZoneOffset.UTC).toInstant()))
        .param("to", Timestamp.from(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()))
        .query(
            (row, n) ->
                new StatementLine(
                    row.getObject("order_id", UUID.class),
                    StatementLine.Kind.valueOf(row.getString("kind")),
                    new Money(row.getBigDecimal("amount_cny"), Currency.CNY),
                    row.getTimestamp("at").toInstant()))
        .list();
  }
}
