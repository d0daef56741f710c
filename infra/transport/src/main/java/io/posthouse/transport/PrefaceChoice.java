package io.posthouse.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a connection's first bytes: HTTP/2's preface, which is no request of HTTP/1.1, or
 * anything else. Then gives its place and those bytes to the codec. A connection that says nothing
 * is closed.
 */
final class PrefaceChoice extends ByteToMessageDecoder {

  private static final long SILENCE_SECONDS = 60;

  private final HttpPipelines pipelines;
  private @Nullable ScheduledFuture<?> silence;

  PrefaceChoice(HttpPipelines pipelines) {
    this.pipelines = pipelines;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    silence = ctx.executor().schedule(() -> close(ctx), SILENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    if (silence != null) {
      silence.cancel(false);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
    try {
      int length = Math.min(preface.readableBytes(), in.readableBytes());
      boolean same = ByteBufUtil.equals(preface, 0, in, in.readerIndex(), length);
      if (same && length < preface.readableBytes()) {
        return;
      }
      if (same) {
        pipelines.http2(ctx.pipeline());
      } else {
        pipelines.http1(ctx.pipeline());
      }
      ctx.pipeline().remove(this);
    } finally {
      preface.release();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    close(ctx);
  }

  private static void close(ChannelHandlerContext ctx) {
    var _ = ctx.close();
  }
}
