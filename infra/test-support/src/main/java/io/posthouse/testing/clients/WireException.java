package io.posthouse.testing.clients;

/** A request that a provider would refuse. */
final class WireException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  WireException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }

  /** Refuses with 400 unless it holds. */
  static void unless(boolean holds, String message) {
    if (!holds) {
      throw new WireException(400, message);
    }
  }
}
