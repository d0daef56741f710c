package io.posthouse.transport;

/** A request under way. Used on its event loop alone. */
public interface UpstreamCall {

  /** Stops reading the answer. */
  void pause();

  /** Goes on reading. */
  void resume();

  /**
   * Ends it: the connection is closed and the listener hears nothing more. May be called at any
   * time, and twice.
   */
  void cancel();
}
