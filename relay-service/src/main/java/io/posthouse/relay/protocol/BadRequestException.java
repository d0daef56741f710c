package io.posthouse.relay.protocol;

/** A request that is not acceptable, and why: for the caller's eyes. Stackless. */
public final class BadRequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * @param field the path of what is wrong; empty for the body as a whole
   * @param message what was wrong and what was expected; quotes nothing of the body but names
   */
  public BadRequestException(String field, String message) {
    super(message, null, false, false);
    this.field = field;
  }

  /** The path of what is wrong; empty for the body as a whole. */
  public String field() {
    return field;
  }

  /** What to tell the caller. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
