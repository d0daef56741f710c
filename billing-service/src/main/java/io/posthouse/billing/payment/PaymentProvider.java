package io.posthouse.billing.payment;

import java.net.URI;

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
}
