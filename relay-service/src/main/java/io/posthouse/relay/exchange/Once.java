package io.posthouse.relay.exchange;

/** Runs an action the first time only. Confined to one thread. */
final class Once implements Runnable {

  private final Runnable action;
  private boolean ran;

  Once(Runnable action) {
    this.action = action;
  }

  @Override
  public void run() {
    if (!ran) {
      ran = true;
      action.run();
    }
  }
}
