package io.posthouse.gateway.edge;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection's manners. Stands behind the HTTP codec, so to it every message is an HTTP object.
 *
 * <p>Inbound: drops the trace context. Outbound: a close while the client is still sending its
 * request waits until it has sent it, for a while; what it sends meanwhile is read and released
 * here, so the answer that stands before the close is not lost to a reset.
 *
 * <p>Not sharable; runs on the connection's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close tells its end through the promise
final class EdgeHandler extends ChannelDuplexHandler {

  static final String NAME = "posthouse.edge";

  private static final List<String> TRACE_HEADERS =
      List.of("traceparent", "tracestate", "baggage", "b3", "x-b3-traceid", "x-b3-spanid");

  private final long lingeringMillis;
  private boolean receiving;
  private @Nullable ChannelPromise closing;

  EdgeHandler(long lingeringMillis) {
    this.lingeringMillis = lingeringMillis;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (closing != null) {
      boolean last = message instanceof LastHttpContent;
      ReferenceCountUtil.release(message);
      if (last) {
        closeNow(context);
      }
      return;
    }
    if (message instanceof HttpRequest request && request.decoderResult().isSuccess()) {
      receiving = true;
      forgetTrace(request.headers());
    }
    if (message instanceof LastHttpContent) {
      receiving = false;
    }
    context.fireChannelRead(message);
  }

  private static void forgetTrace(HttpHeaders headers) {
    for (String name : TRACE_HEADERS) {
      headers.remove(name);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (closing == null) {
      context.fireChannelReadComplete();
    } else {
      context.read();
    }
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (!receiving || !context.channel().isActive()) {
      context.close(promise);
      return;
    }
    ChannelPromise before = closing;
    closing = promise;
    if (before != null) {
      closeNow(context);
      return;
    }
    context.flush();
    context.executor().schedule(() -> closeNow(context), lingeringMillis, TimeUnit.MILLISECONDS);
    context.read();
  }

  private void closeNow(ChannelHandlerContext context) {
    receiving = false;
    ChannelPromise promise = closing;
    context.close(promise == null || promise.isDone() ? context.newPromise() : promise);
  }
}
