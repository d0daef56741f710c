package io.posthouse.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;

/**
 * Puts an {@link EdgeHandler} right behind the codec of every HTTP/1.1 connection and every HTTP/2
 * stream. The only place that knows the names in Reactor Netty's pipelines: an HTTP/1.1 codec is
 * there at once, may be there after a TLS handshake that agrees on it, or is unnamed where a client
 * may yet begin HTTP/2 in clear text; a stream has a codec of its own.
 */
final class EdgeInstaller {

  private final long lingeringMillis;

  EdgeInstaller(long lingeringMillis) {
    this.lingeringMillis = lingeringMillis;
  }

  /** On a new connection, behind whatever Reactor Netty has put there. */
  void connection(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    if (pipeline.get(NettyPipeline.H2OrHttp11Codec) != null) {
      pipeline.addAfter(NettyPipeline.H2OrHttp11Codec, null, new AfterHandshake());
    } else if (pipeline.get(HttpServerUpgradeHandler.class) != null) {
      String codec = pipeline.context(HttpServerCodec.class).name();
      pipeline.addAfter(codec, null, new NoUpgradeToHttp2());
      pipeline.addBefore(NettyPipeline.HttpTrafficHandler, EdgeHandler.NAME, handler());
    } else {
      pipeline.addAfter(NettyPipeline.HttpCodec, EdgeHandler.NAME, handler());
    }
  }

  /** On a stream, which announces itself as a connection does. */
  void stream(Connection connection, ConnectionObserver.State state) {
    ChannelPipeline pipeline = connection.channel().pipeline();
    if (ConnectionObserver.State.CONNECTED.equals(state)
        && pipeline.get(NettyPipeline.H2ToHttp11Codec) != null
        && pipeline.get(EdgeHandler.NAME) == null) {
      pipeline.addAfter(NettyPipeline.H2ToHttp11Codec, EdgeHandler.NAME, handler());
    }
  }

  private EdgeHandler handler() {
    return new EdgeHandler(lingeringMillis);
  }

  /** Waits for ALPN's choice. */
  private final class AfterHandshake extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent) {
        ChannelPipeline pipeline = context.pipeline();
        if (pipeline.get(NettyPipeline.HttpCodec) instanceof HttpServerCodec) {
          pipeline.addAfter(NettyPipeline.HttpCodec, EdgeHandler.NAME, handler());
        }
        context.fireUserEventTriggered(event);
        pipeline.remove(this);
      } else {
        context.fireUserEventTriggered(event);
      }
    }
  }

  /**
   * Passes a wish to upgrade to HTTP/2 over, which RFC 9113 has withdrawn: the request is good
   * without it, and Netty would hold its whole body back first.
   */
  private static final class NoUpgradeToHttp2 extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request
          && request.headers().containsValue(HttpHeaderNames.UPGRADE, "h2c", true)) {
        request.headers().remove(HttpHeaderNames.UPGRADE);
      }
      context.fireChannelRead(message);
    }
  }
}
