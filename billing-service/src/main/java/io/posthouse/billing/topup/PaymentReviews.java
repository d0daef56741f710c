package io.posthouse.billing.topup;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.CallbackOutcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Money that arrived and fits no order as it stands (A30). Kept once per payment; operators see it.
 */
@Component
class PaymentReviews {

  private static final Logger log = LoggerFactory.getLogger(PaymentReviews.class);

  private final JdbcClient jdbc;
  private final PaymentIds paymentIds;
  private final Clock clock;

  PaymentReviews(JdbcClient jdbc, PaymentIds paymentIds, Clock clock) {
    this.jdbc = jdbc;
    this.paymentIds = paymentIds;
    this.clock = clock;
  }

  /** Why a person must look. */
  enum Reason {
    UNKNOWN_ORDER,
    OTHER_AMOUNT,
    PAID_TOO_LATE,
    DECLINED_ORDER,
    SECOND_PAYMENT;

    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A payment that waits.
   *
   * @param sealedPaymentId the provider's own order number, as it is kept
   */
  record Review(
      UUID id,
      UUID orderId,
      String provider,
      byte[] sealedPaymentId,
      Money amount,
      Instant paidAt,
      String reason,
      Instant receivedAt) {}

  /** Keeps a payment, in the caller's transaction; the same one again changes nothing. */
  void add(String provider, CallbackOutcome.Paid paid, Reason reason) {
    jdbc.sql("select pg_advisory_xact_lock(:key)")
        .param("key", paid.orderId().getLeastSignificantBits())
        .query((row, n) -> n)
        .single();
    if (isKept(provider, paid)) {
      return;
    }
    UUID id = UuidCreator.getTimeOrderedEpoch();
    jdbc.sql(
            """
            insert into payment_review
              (id, order_id, provider, provider_order_id, amount_cny, paid_at, reason, received_at)
            values (:id, :order, :provider, :payment, :amount, :paidAt, :reason, :now)
            """)
        .param("id", id)
        .param("order", paid.orderId())
        .param("provider", provider)
        .param("payment", paymentIds.seal(paid.paymentId(), "payment_review", id))
        .param("amount", paid.amount().amount())
        .param("paidAt", Timestamp.from(paid.paidAt()))
        .param("reason", reason.code())
        .param("now", Timestamp.from(clock.instant()))
        .update();
    log.error(
        "a payment arrived that was not credited and waits for an operator, order {} reason {} review {}",
        paid.orderId(),
        reason.code(),
        id);
  }

  private boolean isKept(String provider, CallbackOutcome.Paid paid) {
    return jdbc
        .sql("select * from payment_review where order_id = :order and provider = :provider")
        .param("order", paid.orderId())
        .param("provider", provider)
        .query(PaymentReviews::read)
        .list()
        .stream()
        .anyMatch(review -> paymentId(review).equals(paid.paymentId()));
  }

  /** Newest first. */
  List<Review> list(UUID before, int limit) {
    return jdbc.sql("select * from payment_review where id < :before order by id desc limit :limit")
        .param("before", before)
        .param("limit", limit)
        .query(PaymentReviews::read)
        .list();
  }

  /** The provider's own order number. */
  String paymentId(Review review) {
    return paymentIds.open(review.sealedPaymentId(), "payment_review", review.id());
  }

  private static Review read(ResultSet row, int n) throws SQLException {
    return new Review(
        row.getObject("id", UUID.class),
        row.getObject("order_id", UUID.class),
        row.getString("provider"),
        row.getBytes("provider_order_id"),
        new Money(row.getBigDecimal("amount_cny"), Currency.CNY),
        row.getTimestamp("paid_at").toInstant(),
        row.getString("reason"),
        row.getTimestamp("received_at").toInstant());
  }
}
