package io.posthouse.gateway.limit;

import java.util.concurrent.atomic.AtomicBoolean;

/** A running call's place. Thread-safe; only the first release counts. */
public final class Permit {

  private final AtomicBoolean released = new AtomicBoolean();
  private final Runnable giveBack;

  Permit(Runnable giveBack) {
    this.giveBack = giveBack;
  }

  /** Gives the place back. */
  public void release() {
    if (released.compareAndSet(false, true)) {
      giveBack.run();
    }
  }
}
