package io.posthouse.relay.edge;

import io.netty.handler.ssl.SslContext;
import io.posthouse.transport.EventLoops;
import io.posthouse.transport.HttpListener;
import io.posthouse.transport.UpstreamPool;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the data path's listener before this instance registers in Eureka, and closes it after it
 * left: running calls are waited for, for the time that {@code posthouse.relay.drain} gives.
 */
public final class DataPathServer implements SmartLifecycle {

  /** Before Eureka (0), after the journal. */
  private static final int PHASE = -100;

  private static final Logger log = LoggerFactory.getLogger(DataPathServer.class);

  private final EventLoops loops;
  private final UpstreamPool pool;
  private final DataPath path;
  private final RelayProperties properties;
  private final @Nullable SslContext tls;
  private volatile @Nullable HttpListener listener;

  /**
   * @param tls null for plain HTTP
   */
  DataPathServer(
      EventLoops loops,
      UpstreamPool pool,
      DataPath path,
      RelayProperties properties,
      @Nullable SslContext tls) {
    this.loops = loops;
    this.pool = pool;
    this.path = path;
    this.properties = properties;
    this.tls = tls;
  }

  /** The port it listens on; only when it runs. */
  public int port() {
    HttpListener running = listener;
    if (running == null) {
      throw new IllegalStateException("the data path is not open");
    }
    return running.port();
  }

  /** Calls that have begun and not ended. */
  public int running() {
    return path.running().count();
  }

  /** Memory that is held for request bodies, in bytes. */
  public long bodyBytes() {
    return path.budget().taken();
  }

  @Override
  public void start() {
    HttpListener opened =
        HttpListener.bind(
            loops,
            new InetSocketAddress(properties.address(), properties.port()),
            tls,
            () -> new ClientConnection(path));
    listener = opened;
    log.info(
        "the data path listens on port {} ({}, {})",
        opened.port(),
        loops.epoll() ? "epoll" : "nio",
        tls == null ? "plain" : "TLS 1.3");
  }

  @Override
  public void stop() {
    HttpListener running = listener;
    listener = null;
    if (running == null) {
      return;
    }
    running.close();
    awaitCalls();
    pool.close();
  }

  private void awaitCalls() {
    path.running().awaitNone(properties.drain());
    // What calls that have just ended say of themselves goes to the journal in their loop's turn.
    loops.group().forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly());
    if (path.running().count() > 0) {
      log.warn("{} calls are cut off by the shutdown", path.running().count());
    }
  }

  @Override
  public boolean isRunning() {
    return listener != null;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
