package io.posthouse.transport;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls upstreams over kept connections.
 *
 * <p>A connection belongs to the event loop it was made on and serves calls of that loop alone, so
 * that a call's two sockets never wake two threads. Idle connections are a stack per loop and
 * origin: the one used last is used next. A connection goes back only when the request was written
 * whole, the answer was read whole, both sides keep it alive and not a byte was left over. When a
 * kept connection turns out dead before anything was answered, the request is sent once more on a
 * new one.
 *
 * <p>{@link #send} is called on the loop that it names. Nothing here blocks.
 */
public final class UpstreamPool implements AutoCloseable {

  private final Connector connector;
  private final PoolSettings settings;
  private final Map<EventLoop, LoopPool> pools = new ConcurrentHashMap<>();

  /**
   * @param resolver answers on any thread
   * @param policy asked on event loops; must not block
   */
  public UpstreamPool(
      EventLoops loops, PoolSettings settings, HostResolver resolver, AddressPolicy policy) {
    this.settings = settings;
    this.connector = new Connector(loops, settings, resolver, policy);
  }

  /**
   * Sends a request.
   *
   * @param loop the loop that the caller is on, and that the listener is called on
   * @throws IllegalStateException on any other thread
   */
  public UpstreamCall send(
      EventLoop loop, Origin origin, UpstreamRequest request, AnswerListener listener) {
    if (!loop.inEventLoop()) {
      throw new IllegalStateException("send() is called on the call's own event loop");
    }
    LoopPool pool = pools.computeIfAbsent(loop, it -> new LoopPool(it, connector, settings));
    PooledCall call = new PooledCall(pool, origin, request, listener);
    pool.start(call);
    return call;
  }

  /** Closes idle connections. Calls that run are not touched. */
  @Override
  public void close() {
    pools.forEach((loop, pool) -> loop.execute(pool::closeIdle));
  }
}
