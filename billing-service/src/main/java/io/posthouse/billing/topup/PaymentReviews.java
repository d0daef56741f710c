package io.posthouse.billing.topup;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.payment.CallbackOutcome;
import io.posthouse.web.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

  private static final String SELECT =
      """
      select r.*, d.decision from payment_review r left join payment_review_decision d on d.review_id = r.id
      """;

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
    SECOND_PAYMENT,
    /** A payer's bank took back what is no payment here: nothing to credit. */
    DISPUTE;

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
      Instant receivedAt,
      @Nullable String decision) {

    boolean isDispute() {
      return reason.equals(Reason.DISPUTE.code());
    }
  }

  /** Keeps a payment, in the caller's transaction; the same one again changes nothing. */
  void add(String provider, CallbackOutcome.Paid paid, Reason reason) {
    jdbc.sql("select pg_advisory_xact_lock(:key)")
        .param("key", paid.orderId().getLeastSignificantBits())
        .query((row, n) -> n)
        .single();
    if (isKept(provider, paid, reason)) {
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

  /** A dispute is kept beside the payment that it is about. */
  private boolean isKept(String provider, CallbackOutcome.Paid paid, Reason reason) {
    return jdbc
        .sql(SELECT + " where r.order_id = :order and r.provider = :provider")
        .param("order", paid.orderId())
        .param("provider", provider)
        .query(PaymentReviews::read)
        .list()
        .stream()
        .filter(review -> review.isDispute() == (reason == Reason.DISPUTE))
        .anyMatch(review -> paymentId(review).equals(paid.paymentId()));
  }

  /** Newest first. */
  List<Review> list(UUID before, int limit) {
    return jdbc.sql(SELECT + " where r.id < :before order by r.id desc limit :limit")
        .param("before", before)
        .param("limit", limit)
        .query(PaymentReviews::read)
        .list();
  }

  /**
   * What an operator does about a payment: once.
   *
   * @param account who gets the money; null dismisses the payment (it was sent back by hand, or was
   *     none)
   * @param credited USD; null exactly when the account is
   */
  void decide(
      UUID id, @Nullable UUID account, @Nullable Money credited, String reason, String person) {
    int decided =
        jdbc.sql(
                """
                insert into payment_review_decision
                  (review_id, decision, account_id, credited_usd, reason, person, decided_at)
                values (:id, :decision, :account, :usd, :reason, :person, :now) on conflict do nothing
                """)
            .param("id", id)
            .param("decision", account == null ? "dismiss" : "credit")
            .param("account", account, Types.OTHER)
            .param("usd", credited == null ? null : credited.amount(), Types.NUMERIC)
            .param("reason", reason)
            .param("person", person)
            .param("now", Timestamp.from(clock.instant()))
            .update();
    if (decided == 0) {
      throw ProblemException.conflict("already-decided", "The payment was decided about before.");
    }
  }

  Optional<Review> find(UUID id) {
    return jdbc.sql(SELECT + " where r.id = :id")
        .param("id", id)
        .query(PaymentReviews::read)
        .optional();
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
        row.getTimestamp("received_at").toInstant(),
        row.getString("decision"));
  }
}
