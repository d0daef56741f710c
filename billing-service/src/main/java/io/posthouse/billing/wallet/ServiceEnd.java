package io.posthouse.billing.wallet;

/** Whether the service has ended (P31, I14); asked before each lease. */
public interface ServiceEnd {

  /** Whether nothing may be leased any more. */
  boolean hasEnded();
}
