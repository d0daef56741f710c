package io.posthouse.billing.payment;

/**
 * A provider could not be reached, or answered with what cannot be used. It has no cause on
 * purpose: the exceptions of providers' SDKs quote requests and answers, which must not be logged.
 */
public final class ProviderUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * @param provider its name
   * @param what what was asked of it
   * @param why a status or an error's kind; nothing of a request or an answer
   */
  public ProviderUnavailable(String provider, String what, String why) {
    super(provider + ", " + what + ": " + why);
  }
}
