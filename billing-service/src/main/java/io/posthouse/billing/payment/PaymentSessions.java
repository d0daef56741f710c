package io.posthouse.billing.payment;

import io.posthouse.billing.encryption.Encryption;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What providers opened for orders: kept so that a second visit and a query find the same payment.
 * Sealed at rest (P10). Thread-safe.
 */
@Component
public class PaymentSessions {

  private final JdbcClient jdbc;
  private final Encryption encryption;
  private final Clock clock;

  PaymentSessions(JdbcClient jdbc, Encryption encryption, Clock clock) {
    this.jdbc = jdbc;
    this.encryption = encryption;
    this.clock = clock;
  }

  /**
   * What a provider opened.
   *
   * @param reference the provider's own name of it
   * @param location where or with what it is paid
   */
  public record Session(String reference, String location) {

    /** Says nothing of it. */
    @Override
    public String toString() {
      return "Session[***]";
    }
  }

  /** What was opened for an order. */
  public Optional<Session> find(UUID order) {
    return jdbc.sql("select reference, location from payment_session where order_id = :id")
        .param("id", order)
        .query(
            (row, n) ->
                new Session(
                    open(row.getBytes("reference"), "reference", order),
                    open(row.getBytes("location"), "location", order)))
        .optional();
  }

  /** Keeps what was opened; of two at once the first stays, and is answered. */
  public Session keep(UUID order, Session opened) {
    jdbc.sql(
            """
            insert into payment_session (order_id, reference, location, opened_at)
            values (:id, :reference, :location, :now) on conflict do nothing
            """)
        .param("id", order)
        .param("reference", seal(opened.reference(), "reference", order))
        .param("location", seal(opened.location(), "location", order))
        .param("now", Timestamp.from(clock.instant()))
        .update();
    return find(order).orElseThrow();
  }

  private byte[] seal(String text, String column, UUID order) {
    return encryption.seal(text.getBytes(StandardCharsets.UTF_8), place(column, order));
  }

  private String open(byte[] sealed, String column, UUID order) {
    return new String(encryption.open(sealed, place(column, order)), StandardCharsets.UTF_8);
  }

  private static String place(String column, UUID order) {
    return "payment_session|" + column + "|" + order;
  }
}
