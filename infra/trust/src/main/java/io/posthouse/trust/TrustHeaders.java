package io.posthouse.trust;

/** The names of the signed headers. */
public final class TrustHeaders {

  /** Who calls a model endpoint: gateway to relay, and to billing for balance and receipts. */
  public static final String CALLER = "X-Posthouse-Caller";

  /** Which service calls an {@code /internal/**} endpoint. */
  public static final String SERVICE = "X-Posthouse-Service";

  /** Every inbound header with this prefix is dropped at the gateway. */
  public static final String PREFIX = "x-posthouse-";

  private TrustHeaders() {}
}
