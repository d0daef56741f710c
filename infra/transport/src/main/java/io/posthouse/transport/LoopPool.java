package io.posthouse.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One loop's connections. Confined to the loop. */
final class LoopPool {

  private static final long SWEEP_SECONDS = 5;

  private final EventLoop loop;
  private final Connector connector;
  private final PoolSettings settings;
  private final Map<Origin, ArrayDeque<UpstreamConnection>> idle = new HashMap<>();
  private final Map<Origin, Integer> open = new HashMap<>();
  private boolean closed;

  LoopPool(EventLoop loop, Connector connector, PoolSettings settings) {
    this.loop = loop;
    this.connector = connector;
    this.settings = settings;
    var _ =
        loop.scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  /** Takes the connection used last, or makes one. */
  void start(PooledCall call) {
    ArrayDeque<UpstreamConnection> stack = idle.get(call.origin());
    UpstreamConnection kept = stack == null ? null : stack.pollFirst();
    if (kept != null && kept.isActive()) {
      kept.start(call, true);
    } else {
      startFresh(call);
    }
  }

  /** Makes a connection for a call. */
  void startFresh(PooledCall call) {
    Origin origin = call.origin();
    if (open.getOrDefault(origin, 0) >= settings.maxPerOrigin()) {
      call.fail(
          new UpstreamFailure(
              UpstreamFailure.Kind.EXHAUSTED,
              origin.host() + ": " + settings.maxPerOrigin() + " connections are open"));
      return;
    }
    open.merge(origin, 1, Integer::sum);
    connector.connect(
        loop,
        origin,
        new Connector.Result() {
          @Override
          public void connected(Channel channel, AnswerDecoder decoder) {
            UpstreamConnection connection =
                new UpstreamConnection(LoopPool.this, origin, channel, decoder);
            channel.pipeline().remove(Unready.class);
            channel.pipeline().addLast(connection);
            if (call.isCancelled()) {
              release(connection);
            } else {
              connection.start(call, false);
            }
          }

          @Override
          public void failed(UpstreamFailure failure) {
            closed(origin);
            call.fail(failure);
          }
        });
  }

  /** Keeps a connection for the next call. */
  void release(UpstreamConnection connection) {
    if (closed) {
      connection.close();
      return;
    }
    connection.idleSince(System.nanoTime());
    idle.computeIfAbsent(connection.origin(), it -> new ArrayDeque<>()).addFirst(connection);
  }

  /** A connection has gone. */
  void gone(UpstreamConnection connection) {
    ArrayDeque<UpstreamConnection> stack = idle.get(connection.origin());
    if (stack != null) {
      stack.remove(connection);
    }
    closed(connection.origin());
  }

  private void closed(Origin origin) {
    open.computeIfPresent(origin, (it, count) -> count <= 1 ? null : count - 1);
  }

  private void sweep() {
    long oldest = System.nanoTime() - settings.idleTimeout().toNanos();
    for (Iterator<ArrayDeque<UpstreamConnection>> stacks = idle.values().iterator();
        stacks.hasNext(); ) {
      ArrayDeque<UpstreamConnection> stack = stacks.next();
      UpstreamConnection last = stack.peekLast();
      while (last != null && last.idleSince() - oldest < 0) {
        stack.pollLast();
        last.close();
        last = stack.peekLast();
      }
      if (stack.isEmpty()) {
        stacks.remove();
      }
    }
  }

  void closeIdle() {
    closed = true;
    idle.values().forEach(stack -> stack.forEach(UpstreamConnection::close));
    idle.clear();
  }
}
