package io.posthouse.billing.payment;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;

/** A way to pay. Implementations are thread-safe. */
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
  URI open(PaymentOrder order);

  /** Where an order that was opened is paid. */
  URI payUrl(PaymentOrder order);

  /**
   * Reads a callback. Nothing of it is believed before its signature and freshness are.
   *
   * @return what it says, or why it is refused
   */
  CallbackOutcome read(CallbackRequest request);

  /**
   * Asks how a payment stands, for callbacks that never came (A30). May use the network; never
   * inside a transaction.
   *
   * @return what a callback would have said; {@code Pending} when the provider cannot be reached
   */
  CallbackOutcome query(PaymentOrder order);

  /**
   * Sends money back to the payer. Idempotent by the refund's id. May use the network; never inside
   * a transaction.
   */
  RefundOutcome refund(RefundOrder refund);

  /**
   * What the provider says that it moved on a UTC day.
   *
   * @throws RuntimeException when it cannot be had; it is asked again later
   */
  List<StatementLine> statement(LocalDate day);
}
