package io.posthouse.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A listening HTTP/1.1 socket whose connections are handed to a handler of the caller's, behind a
 * strict codec.
 *
 * <p>Reads come in pieces of up to 64 KB; a connection is unwritable from 256 KB of unsent answer
 * on, until 64 KB.
 */
public final class HttpListener implements AutoCloseable {

  static final int CHUNK = 64 * 1024;
  static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);
  private static final int LINE = 8 * 1024;
  private static final int HEADERS = 64 * 1024;
  private static final int BACKLOG = 1024;

  private final Channel socket;

  private HttpListener(Channel socket) {
    this.socket = socket;
  }

  /**
   * Binds and accepts.
   *
   * @param address where; port 0 takes a free one
   * @param tls null for plain HTTP
   * @param handlers makes a connection's handler, which gets {@code HttpRequest} and {@code
   *     HttpContent}
   * @throws IllegalStateException when the port cannot be had; the message names it
   */
  public static HttpListener bind(
      EventLoops loops,
      InetSocketAddress address,
      @Nullable SslContext tls,
      Supplier<ChannelHandler> handlers) {
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
                    if (tls != null) {
                      pipeline.addLast(tls.newHandler(connection.alloc()));
                    }
                    pipeline.addLast(new StrictRequestDecoder(decoding()));
                    pipeline.addLast(new HttpResponseEncoder());
                    pipeline.addLast(handlers.get());
                  }
                });
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IllegalStateException("cannot listen on " + address, bound.cause());
    }
    return new HttpListener(bound.channel());
  }

  private static HttpDecoderConfig decoding() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(LINE)
        .setMaxHeaderSize(HEADERS)
        .setMaxChunkSize(CHUNK);
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) socket.localAddress()).getPort();
  }

  /** Stops accepting. Connections that are open stay open. */
  @Override
  public void close() {
    socket.close().awaitUninterruptibly();
  }
}
