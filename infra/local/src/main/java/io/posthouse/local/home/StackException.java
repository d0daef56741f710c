package io.posthouse.local.home;

/** Why a command failed, in words for the person who gave it: what, why, and where to look. */
public final class StackException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** A failure that needs no stack trace to be understood. */
  public StackException(String message) {
    super(message);
  }

  /** A failure with its cause. */
  public StackException(String message, Throwable cause) {
    super(message, cause);
  }
}
