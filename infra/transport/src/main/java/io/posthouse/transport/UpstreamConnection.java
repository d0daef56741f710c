package io.posthouse.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an upstream: one call at a time. Confined to its loop.
 *
 * <p>Every inbound buffer is released here, after the listener saw it. Order: head, data, end, as
 * decoded.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {

  private final LoopPool pool;
  private final Origin origin;
  private final Channel channel;
  private final AnswerDecoder decoder;
  private @Nullable PooledCall call;
  private boolean reused;
  private boolean anythingRead;
  private boolean written;
  private boolean informational;
  private boolean headSeen;
  private boolean keepAlive;
  private long idleSince;
  private @Nullable Throwable fault;

  UpstreamConnection(LoopPool pool, Origin origin, Channel channel, AnswerDecoder decoder) {
    this.pool = pool;
    this.origin = origin;
    this.channel = channel;
    this.decoder = decoder;
  }

  Origin origin() {
    return origin;
  }

  boolean isActive() {
    return channel.isActive();
  }

  long idleSince() {
    return idleSince;
  }

  void idleSince(long nanos) {
    idleSince = nanos;
  }

  void reading(boolean on) {
    channel.config().setAutoRead(on);
  }

  void close() {
    var _ = channel.close();
  }

  void start(PooledCall next, boolean kept) {
    call = next;
    reused = kept;
    anythingRead = false;
    written = false;
    informational = false;
    headSeen = false;
    next.on(this);
    UpstreamRequest request = next.request();
    HttpHeaders headers = request.headers().copy();
    headers.set(HttpHeaderNames.HOST, origin.authority());
    headers.set(HttpHeaderNames.CONTENT_LENGTH, request.body().readableBytes());
    var _ =
        channel.write(
            new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), request.uri(), headers),
            channel.voidPromise());
    channel
        .writeAndFlush(new DefaultLastHttpContent(request.body().retainedDuplicate()))
        .addListener(
            done -> {
              if (call == next) {
                written = done.isSuccess();
              }
              if (!done.isSuccess()) {
                fault = done.cause();
                close();
              }
            });
  }

  /** The caller wants no more of it: what is under way cannot be used again. */
  void abandon() {
    call = null;
    close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      PooledCall running = call;
      if (running == null) {
        close();
        return;
      }
      anythingRead = true;
      if (message instanceof HttpResponse head) {
        head(running, head);
      }
      if (message instanceof HttpContent content && call == running) {
        content(running, content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void head(PooledCall running, HttpResponse head) {
    int status = head.status().code();
    if (head.decoderResult().isFailure() || status == 101) {
      malformed(running);
      return;
    }
    informational = status < 200;
    if (!informational) {
      headSeen = true;
      keepAlive = HttpUtil.isKeepAlive(head);
      running.listener().head(status, head.headers());
    }
  }

  private void content(PooledCall running, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      malformed(running);
      return;
    }
    boolean last = content instanceof LastHttpContent;
    if (informational) {
      informational = !last;
      return;
    }
    if (content.content().isReadable()) {
      running.listener().data(content.content());
    }
    if (last && call == running) {
      finished(running);
    }
  }

  private void finished(PooledCall running) {
    call = null;
    if (keepAlive && written && decoder.leftover() == 0 && channel.isActive()) {
      reading(true);
      pool.release(this);
    } else {
      close();
    }
    running.end();
  }

  private void malformed(PooledCall running) {
    call = null;
    close();
    running.fail(
        new UpstreamFailure(
            headSeen ? UpstreamFailure.Kind.CUT : UpstreamFailure.Kind.MALFORMED,
            origin.host() + ": not HTTP/1.1"));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    PooledCall running = call;
    if (running != null && headSeen) {
      running.listener().readComplete();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fault = cause;
    close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    pool.gone(this);
    PooledCall running = call;
    call = null;
    if (running == null) {
      return;
    }
    if (reused && !anythingRead) {
      running.again();
      return;
    }
    String why = fault == null ? "closed" : fault.getClass().getSimpleName();
    running.fail(
        new UpstreamFailure(
            headSeen ? UpstreamFailure.Kind.CUT : UpstreamFailure.Kind.NO_ANSWER,
            origin.host() + ": connection ended (" + why + ")"));
  }
}
