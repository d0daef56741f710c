package io.posthouse.trust;

/**
 * A signed header that must not be believed. Stackless: it is thrown on the data path, by anybody's
 * request.
 */
public final class SignatureException extends RuntimeException {

  /** There is no header. */
  public static final SignatureException MISSING = new SignatureException("signed header: missing");

  /** It is not of the form {@code kid.payload.mac}. */
  public static final SignatureException MALFORMED =
      new SignatureException("signed header: malformed");

  /** No secret of that id is configured here. */
  public static final SignatureException UNKNOWN_SECRET =
      new SignatureException("signed header: unknown kid");

  /** The MAC does not match. */
  public static final SignatureException WRONG =
      new SignatureException("signed header: wrong signature");

  /** Its time is over. */
  public static final SignatureException EXPIRED = new SignatureException("signed header: expired");

  private static final long serialVersionUID = 1L;

  private SignatureException(String message) {
    super(message, null, false, false);
  }
}
