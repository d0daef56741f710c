package io.posthouse.billing.payment;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;

/**
 * A way to pay. Implementations are thread-safe.
 *
 * <p>Methods that say so use the network: they are never called inside a transaction or on the
 * scheduler's thread, and end within half a minute. When the provider cannot be reached they throw
 * {@link ProviderUnavailable}, unless they say otherwise.
 */
public interface PaymentProvider {

  /**
   * The name in the API: lower-case letters. An order keeps it, and only its own provider can pay
   * it.
   */
  String name();

  /**
   * Takes an order, in the transaction that makes it. No network here: a provider that needs a
   * session of its own opens it when the address is first visited.
   *
   * @return where the customer pays: absolute
   */
  default URI open(PaymentOrder order) {
    return payUrl(order);
  }

  /** Where an order that was opened is paid. */
  URI payUrl(PaymentOrder order);

  /**
   * The customer visits {@code payUrl}. Uses the network. The same order again is the same payment
   * there: a reload cannot be paid twice.
   */
  PayPage visit(PaymentOrder order);

  /**
   * Reads a callback. Nothing of it is believed before its signature and freshness are. May use the
   * network for callbacks that do not say enough by themselves.
   *
   * @return what it says, or why it is refused
   */
  CallbackOutcome read(CallbackRequest request);

  /** What a callback that was taken is answered with; empty: nothing, with 204. */
  default String acknowledgement() {
    return "";
  }

  /**
   * Asks how a payment stands, for callbacks that never came (A30). Uses the network.
   *
   * @return what a callback would have said; {@code Pending} when the provider cannot be reached
   */
  CallbackOutcome query(PaymentOrder order);

  /**
   * Sees to it that an order that ran out cannot be paid any more. Uses the network; may be
   * repeated; an order that was paid meanwhile stays paid.
   */
  void close(PaymentOrder order);

  /** Sends money back to the payer. Idempotent by the refund's id. Uses the network. */
  RefundOutcome refund(RefundOrder refund);

  /** How the provider cuts its statements. */
  default StatementDays statementDays() {
    return StatementDays.UTC;
  }

  /**
   * What the provider says that it moved on one of its days. Uses the network, and may take
   * minutes.
   *
   * @throws RuntimeException when it cannot be had; it is asked again later
   */
  List<StatementLine> statement(LocalDate day);
}
