package io.posthouse.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket for HTTP/1.1 and HTTP/2. Every HTTP/1.1 connection, and every stream of an
 * HTTP/2 one, gets a handler of the caller's behind a strict codec.
 *
 * <p>Over TLS the client chooses by ALPN; in clear text it begins with HTTP/2's preface or it does
 * not (ADR 0022: {@code Upgrade: h2c} is passed over).
 *
 * <p>HTTP/1.1 is read in pieces of up to 64 KB; a connection is unwritable from 256 KB of unsent
 * answer on, until 64 KB. A stream's figures are in {@link Http2Setup}.
 */
public final class HttpListener implements AutoCloseable {

  /** What a TLS context of a listener must offer. */
  public static final ApplicationProtocolConfig ALPN =
      new ApplicationProtocolConfig(
          ApplicationProtocolConfig.Protocol.ALPN,
          ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
          ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
          ApplicationProtocolNames.HTTP_2,
          ApplicationProtocolNames.HTTP_1_1);

  static final int CHUNK = 64 * 1024;
  static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);
  private static final int BACKLOG = 1024;

  private final Channel socket;
  private final HttpPipelines pipelines;

  private HttpListener(Channel socket, HttpPipelines pipelines) {
    this.socket = socket;
    this.pipelines = pipelines;
  }

  /**
   * Binds and accepts.
   *
   * @param address where; port 0 takes a free one
   * @param tls null for plain HTTP; else with {@link #ALPN}, or HTTP/1.1 is all there is
   * @param handlers makes the handler of an HTTP/1.1 connection or an HTTP/2 stream, which gets
   *     {@code HttpRequest} and {@code HttpContent}. A stream brings one request; closing its
   *     channel before the answer's end resets it, and a client's reset makes it inactive
   * @throws IllegalStateException when the port cannot be had; the message names it
   */
  public static HttpListener bind(
      EventLoops loops,
      InetSocketAddress address,
      @Nullable SslContext tls,
      Supplier<ChannelHandler> handlers) {
    HttpPipelines pipelines = new HttpPipelines(handlers);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    ChannelPipeline pipeline = connection.pipeline();
                    if (tls == null) {
                      pipeline.addLast(new PrefaceChoice(pipelines));
                    } else {
                      pipeline.addLast(tls.newHandler(connection.alloc()));
                      pipeline.addLast(new AlpnChoice(pipelines));
                    }
                  }
                });
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IllegalStateException("cannot listen on " + address, bound.cause());
    }
    return new HttpListener(bound.channel(), pipelines);
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) socket.localAddress()).getPort();
  }

  /**
   * Stops accepting. Connections that are open stay open; an HTTP/2 client is told to open no more
   * streams (GOAWAY), and its connection is closed behind the last one.
   */
  @Override
  public void close() {
    socket.close().awaitUninterruptibly();
    pipelines.drain();
  }
}
