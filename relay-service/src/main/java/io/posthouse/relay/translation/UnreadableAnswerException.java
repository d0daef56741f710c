package io.posthouse.relay.translation;

/** An upstream's answer is none by its own protocol. Stackless; quotes nothing of it. */
public final class UnreadableAnswerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what was expected
   */
  public UnreadableAnswerException(String message) {
    super(message, null, false, false);
  }
}
