package io.posthouse.billing.payment;

/** For tests that keep no sessions. */
public final class TestSessions {

  private TestSessions() {}

  /** Fails when it is used. */
  public static PaymentSessions none() {
    return new PaymentSessions(null, null, null);
  }
}
