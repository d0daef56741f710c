package io.posthouse.transport;

import static io.posthouse.transport.RawHttp2.DATA;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ResourceLeakDetector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A listener on HTTP/2 whose calls are answered with the body they sent, but for some paths. */
abstract class Http2Fixture {

  static final int PIECE = 8 * 1024;
  final Queue<String> seen = new ConcurrentLinkedQueue<>();
  final Queue<String> gone = new ConcurrentLinkedQueue<>();
  final Queue<ChannelHandlerContext> held = new ConcurrentLinkedQueue<>();
  final AtomicInteger flooded = new AtomicInteger();
  EventLoops loops;
  HttpListener listener;

  /** Answers with the body it got; some paths do something else. */
  final class Probe extends ChannelInboundHandlerAdapter {
    private final StringBuilder body = new StringBuilder();
    private String path = "";
    private boolean flooding;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof HttpRequest head) {
        path = head.uri();
        seen.add(head.method() + " " + path);
      }
      if (message instanceof HttpContent content) {
        body.append(content.content().toString(StandardCharsets.UTF_8));
      }
      boolean last = message instanceof LastHttpContent;
      ReferenceCountUtil.release(message);
      if (last) {
        answer(ctx);
      }
    }

    private void answer(ChannelHandlerContext ctx) {
      switch (path) {
        case "/hold" -> held.add(ctx);
        case "/flood" -> {
          var _ = ctx.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
          flooding = true;
          flood(ctx);
        }
        case "/cut" -> {
          var _ = ctx.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
          ctx.writeAndFlush(
                  new DefaultHttpContent(Unpooled.copiedBuffer("half", StandardCharsets.UTF_8)))
              .addListener(ChannelFutureListener.CLOSE);
        }
        default -> Http2Fixture.answer(ctx, body.toString());
      }
    }

    private void flood(ChannelHandlerContext ctx) {
      while (ctx.channel().isActive() && ctx.channel().isWritable()) {
        flooded.addAndGet(PIECE);
        var _ = ctx.write(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[PIECE])));
      }
      ctx.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (flooding) {
        flood(ctx);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      var _ = ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      gone.add(path);
    }
  }

  static void answer(ChannelHandlerContext ctx, String text) {
    var answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.OK,
            Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes());
    var _ = ctx.writeAndFlush(answer);
  }

  @BeforeAll
  static void lookForLeaks() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
  }

  @BeforeEach
  void listen() {
    loops = EventLoops.start("h2-test", 1);
    listener =
        HttpListener.bind(
            loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, Probe::new);
  }

  @AfterEach
  void close() {
    listener.close();
    loops.close();
  }

  RawHttp2 connect() {
    return new RawHttp2(listener.port()).settings();
  }

  static String bodyOf(RawHttp2 client, int stream) {
    StringBuilder body = new StringBuilder();
    RawHttp2.Frame frame = client.until(it -> it.is(DATA, stream));
    while (frame != null) {
      body.append(frame.text());
      frame = frame.ends() ? null : client.until(it -> it.is(DATA, stream));
    }
    return body.toString();
  }

  static RawHttp2 post(RawHttp2 client, int stream, String path, String body) {
    return client
        .headers(stream, false, ":method", "POST", ":scheme", "http", ":path", path)
        .data(stream, true, body);
  }
}
