package io.posthouse.relay.edge;

/** A body is not of the coding that it says. Without a stack: a refusal, not a fault. */
final class BrokenCodingException extends Exception {

  private static final long serialVersionUID = 1L;

  BrokenCodingException() {
    super("not of this coding", null, false, false);
  }
}
