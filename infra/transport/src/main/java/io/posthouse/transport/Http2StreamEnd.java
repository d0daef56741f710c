package io.posthouse.transport;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2ResetFrame;

/**
 * Says how a stream ended, in the words of HTTP/2. Stands between the stream's codec and its
 * handler, for which closing is the one way to end early: an answer that is cut off is reset with
 * an internal error, so that it never looks whole; one that has ended while the client still sends
 * is reset without an error (RFC 9113, 8.1); a request that is not HTTP with a protocol error.
 */
final class Http2StreamEnd extends ChannelDuplexHandler {

  private final Http2Watch watch;
  private Http2Error error = Http2Error.INTERNAL_ERROR;
  private boolean received;
  private boolean answering;
  private boolean answered;
  private boolean reset;

  Http2StreamEnd(Http2Watch watch) {
    this.watch = watch;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    watch.opened();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    received |= message instanceof LastHttpContent;
    ctx.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    boolean informational =
        message instanceof HttpResponse head
            && head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (!informational) {
      answering = true;
      answered |= message instanceof LastHttpContent;
    }
    var _ = ctx.write(message, promise);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Http2ResetFrame) {
      reset = true;
      if (!answering) {
        watch.inVain();
      }
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Http2Exception known = Http2CodecUtil.getEmbeddedHttp2Exception(cause);
    if (known != null) {
      error = known.error();
    } else if (cause instanceof DecoderException) {
      error = Http2Error.PROTOCOL_ERROR;
    }
    ctx.fireExceptionCaught(cause);
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (!reset && !(answered && received)) {
      reset = true;
      var _ = ctx.writeAndFlush(new DefaultHttp2ResetFrame(answered ? Http2Error.NO_ERROR : error));
    }
    var _ = ctx.close(promise);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    watch.closed();
    ctx.fireChannelInactive();
  }
}
