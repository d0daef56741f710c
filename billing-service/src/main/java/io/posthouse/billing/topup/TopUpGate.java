package io.posthouse.billing.topup;

/** Whether new orders are taken; asked before each. A service that ends takes none. */
public interface TopUpGate {

  /** Whether a customer may order. */
  boolean isOpen();
}
