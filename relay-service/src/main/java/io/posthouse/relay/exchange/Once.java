package io.posthouse.relay.exchange;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Runs an action the first time it is told to, or when the wait for that is over; then nothing of
 * it stays on the loop. Confined to the loop.
 */
final class Once implements Runnable {

  private final Runnable action;
  private final ScheduledFuture<?> latest;
  private boolean ran;

  /**
   * @param most after which it runs by itself
   */
  Once(EventLoop loop, Duration most, Runnable action) {
    this.action = action;
    this.latest = loop.schedule(this, most.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void run() {
    if (!ran) {
      ran = true;
      latest.cancel(false);
      action.run();
    }
  }
}
