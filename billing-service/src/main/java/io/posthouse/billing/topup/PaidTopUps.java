package io.posthouse.billing.topup;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What other modules may know of paid orders. Thread-safe. */
@Component
public class PaidTopUps {

  private static final String REVIEWED =
      """
      select r.*, d.account_id, round(r.amount_cny / d.credited_usd, 10) as rate
      from payment_review r join payment_review_decision d on d.review_id = r.id
      where d.decision = 'credit'\
      """;

  private final JdbcClient jdbc;
  private final PaymentIds paymentIds;
  private final TopUpEvents events;

  PaidTopUps(JdbcClient jdbc, PaymentIds paymentIds, TopUpEvents events) {
    this.jdbc = jdbc;
    this.paymentIds = paymentIds;
    this.events = events;
  }

  /** What was paid for a lot. */
  @Transactional(readOnly = true)
  public Optional<PaidTopUp> find(UUID id) {
    return jdbc.sql("select * from top_up where id = :id and status = 'paid'")
        .param("id", id)
        .query(this::order)
        .optional()
        .or(() -> reviewed(id));
  }

  /**
   * What a provider's payment was credited as: its order, or a payment of the order that an
   * operator credited.
   *
   * @param paymentId the provider's own number
   */
  @Transactional(readOnly = true)
  public Optional<PaidTopUp> ofPayment(String provider, UUID orderId, String paymentId) {
    List<PaidTopUp> credited =
        jdbc.sql(REVIEWED + " and r.order_id = :order")
            .param("order", orderId)
            .query(this::review)
            .list();
    return Stream.concat(find(orderId).stream(), credited.stream())
        .filter(one -> one.provider().equals(provider) && one.paymentId().equals(paymentId))
        .findFirst();
  }

  /**
   * What was paid to a provider in a stretch of time: orders, and payments that an operator
   * credited.
   */
  @Transactional(readOnly = true)
  public List<PaidTopUp> paidBetween(String provider, Instant from, Instant to) {
    return Stream.concat(
            ordersBetween(provider, from, to).stream(),
            reviewedBetween(provider, from, to).stream())
        .toList();
  }

  private List<PaidTopUp> ordersBetween(String provider, Instant from, Instant to) {
    return jdbc.sql(
            """
            select * from top_up where provider = :provider and status = 'paid'
              and paid_at >= :from and paid_at < :to order by id
            """)
        .param("provider", provider)
        .param("from", Timestamp.from(from))
        .param("to", Timestamp.from(to))
        .query(this::order)
        .list();
  }

  /** Whether a provider had an order by then, paid or not. */
  @Transactional(readOnly = true)
  public boolean hasOrderBefore(String provider, Instant end) {
    return jdbc.sql(
            "select exists (select from top_up where provider = :provider and created_at < :end)")
        .param("provider", provider)
        .param("end", Timestamp.from(end))
        .query(Boolean.class)
        .single();
  }

  /**
   * Tells that some of it went back to the payer; in the transaction of it.
   *
   * @param refundId the refund's, or the chargeback's
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void refunded(PaidTopUp topUp, UUID refundId, Money cny, Money usd) {
    events.refunded(topUp, refundId, cny, usd);
  }

  /**
   * Tells that what had gone back to the payer is there again; in the transaction of it.
   *
   * @param refundId the one that it undoes
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void restored(PaidTopUp topUp, UUID refundId, Money cny, Money usd) {
    events.restored(topUp, refundId, cny, usd);
  }

  private PaidTopUp order(ResultSet row, int n) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    return new PaidTopUp(
        id,
        id,
        row.getObject("account_id", UUID.class),
        new Money(row.getBigDecimal("amount_cny"), Currency.CNY),
        row.getBigDecimal("rate"),
        row.getString("provider"),
        paymentIds.open(row.getBytes("provider_order_id"), "top_up", id),
        row.getTimestamp("paid_at").toInstant(),
        row.getBoolean("first_paid"));
  }

  private List<PaidTopUp> reviewedBetween(String provider, Instant from, Instant to) {
    return jdbc.sql(
            REVIEWED
                + " and r.provider = :provider and r.paid_at >= :from and r.paid_at < :to order by"
                + " r.id")
        .param("provider", provider)
        .param("from", Timestamp.from(from))
        .param("to", Timestamp.from(to))
        .query(this::review)
        .list();
  }

  private Optional<PaidTopUp> reviewed(UUID id) {
    return jdbc.sql(REVIEWED + " and r.id = :id").param("id", id).query(this::review).optional();
  }

  private PaidTopUp review(ResultSet row, int n) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    return new PaidTopUp(
        id,
        row.getObject("order_id", UUID.class),
        row.getObject("account_id", UUID.class),
        new Money(row.getBigDecimal("amount_cny"), Currency.CNY),
        row.getBigDecimal("rate"),
        row.getString("provider"),
        paymentIds.open(row.getBytes("provider_order_id"), "payment_review", id),
        row.getTimestamp("paid_at").toInstant(),
        false);
  }
}
