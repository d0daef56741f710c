package io.posthouse.simulator;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: plays one script after another, in the order of the requests.
 *
 * <p>Runs on the connection's event loop. It goes on reading while it plays, so that a client's
 * leaving is seen at once; requests that come meanwhile wait. It stops writing while the client
 * does not read.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // A failed write closes the connection, and that is seen.
final class Connection extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  private final Routes routes;
  private final Queue<Exchange> waiting = new ArrayDeque<>();
  private @Nullable Exchange playing;
  private int next;
  private boolean paused;

  Connection(Routes routes) {
    this.routes = routes;
  }

  /**
   * A request and its script.
   *
   * @param call its number in the call log
   */
  record Exchange(long call, List<Step> steps, boolean keepAlive) {}

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    byte[] body = ByteBufUtil.getBytes(request.content());
    long call = routes.log(request, body);
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    waiting.add(new Exchange(call, routes.answer(request, body, call), keepAlive));
    if (playing == null) {
      playNext(context);
    }
  }

  private void playNext(ChannelHandlerContext context) {
    playing = waiting.poll();
    next = 0;
    play(context);
  }

  private void play(ChannelHandlerContext context) {
    while (playing != null && !paused && context.channel().isWritable()) {
      Exchange exchange = playing;
      step(context, exchange, exchange.steps().get(next++));
    }
  }

  private void step(ChannelHandlerContext context, Exchange exchange, Step step) {
    switch (step) {
      case Step.Head head -> {
        routes.calls().update(exchange.call(), call -> call.answered(head.status()));
        context.writeAndFlush(response(head, exchange.keepAlive()), context.voidPromise());
      }
      case Step.Bytes(byte[] bytes) ->
          context.writeAndFlush(
              new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)), context.voidPromise());
      case Step.Pause pause -> {
        paused = true;
        context
            .executor()
            .schedule(() -> resume(context), pause.duration().toMillis(), TimeUnit.MILLISECONDS);
      }
      case Step.Finish finish -> finish(context, exchange, finish.end());
      case Step.Reset() -> {
        playing = null;
        ended(exchange, "fault");
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        context.close();
      }
      case Step.Silence() -> paused = true;
    }
  }

  private void resume(ChannelHandlerContext context) {
    paused = false;
    play(context);
  }

  private void finish(ChannelHandlerContext context, Exchange exchange, String end) {
    ended(exchange, end);
    var written = context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    if (exchange.keepAlive()) {
      playNext(context);
    } else {
      playing = null;
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private static HttpResponse response(Step.Head head, boolean keepAlive) {
    HttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(head.status()));
    head.headers().forEach((name, value) -> response.headers().set(name, value));
    response.headers().set("server", "posthouse-simulator");
    if (head.length() >= 0) {
      HttpUtil.setContentLength(response, head.length());
    } else {
      HttpUtil.setTransferEncodingChunked(response, true);
    }
    HttpUtil.setKeepAlive(response, keepAlive);
    return response;
  }

  private void ended(Exchange exchange, String end) {
    routes.calls().update(exchange.call(), call -> call.ended(end));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    play(context);
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (playing != null) {
      ended(playing, "client-gone");
    }
    waiting.forEach(exchange -> ended(exchange, "client-gone"));
    waiting.clear();
    playing = null;
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("a connection failed", cause);
    context.close();
  }
}
