package io.posthouse.relay.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.posthouse.relay.caller.Caller;
import io.posthouse.relay.exchange.AnswerHeaders;
import io.posthouse.relay.exchange.ClientSide;
import io.posthouse.relay.exchange.Exchange;
import io.posthouse.relay.exchange.IncomingCall;
import io.posthouse.relay.protocol.BadRequestException;
import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.Endpoint;
import io.posthouse.relay.protocol.ModelCall;
import io.posthouse.relay.protocol.Refusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: reads a request, has it answered, then reads the next. Or one stream of
 * an HTTP/2 connection, which brings one request; to close it is to reset it. Confined to its event
 * loop.
 *
 * <p>While a call runs the connection goes on being read, so that a client that leaves is noticed;
 * what arrives early is kept and stops the reading. A refusal that is sent before the body was read
 * is followed by reading and discarding for a bounded time and size, so that a client which is
 * still sending can read it; then the connection is closed.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements ClientSide {

  private static final Duration BODY_STALL = Duration.ofSeconds(60);
  private static final Duration KEPT_OPEN = Duration.ofMinutes(15);
  private static final Duration DISCARD_TIME = Duration.ofSeconds(2);
  private static final long DISCARD_BYTES = 64L * 1024 * 1024;
  private static final long TICK_SECONDS = 5;

  private enum Phase {
    IDLE,
    READING,
    ANSWERING,
    DISCARDING
  }

  private final DataPath path;
  private final Queue<Object> early = new ArrayDeque<>(2);
  private Phase phase = Phase.IDLE;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> ticks;
  private @Nullable Exchange exchange;
  private @Nullable Incoming incoming;
  private final AnswerFraming framing = new AnswerFraming();
  private final AnswerPieces pieces = new AnswerPieces();
  private boolean answerEnded;
  private long discarded;
  private long phaseSince = System.nanoTime();

  /** A request whose body is being read. */
  private record Incoming(
      Caller caller, Endpoint.Call endpoint, HttpRequest head, RequestBody body) {

    Dialect dialect() {
      return endpoint.dialect();
    }
  }

  ClientConnection(DataPath path) {
    this.path = path;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    ticks =
        ctx.executor()
            .scheduleWithFixedDelay(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
  }

  private ChannelHandlerContext ctx() {
    return java.util.Objects.requireNonNull(context);
  }

  private void enter(Phase next) {
    phase = next;
    phaseSince = System.nanoTime();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (phase == Phase.ANSWERING || !early.isEmpty()) {
      early.add(message);
      ctx.channel().config().setAutoRead(false);
      return;
    }
    take(message);
  }

  private void take(Object message) {
    try {
      switch (phase) {
        case IDLE -> {
          if (message instanceof HttpRequest head) {
            begin(head);
          }
          if (message instanceof HttpContent content && phase == Phase.READING) {
            read(content);
          }
        }
        case READING -> {
          if (message instanceof HttpContent content) {
            read(content);
          }
        }
        case DISCARDING -> discard(message);
        case ANSWERING -> {
          // A body's end that a GET's answer did not wait for.
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(HttpRequest head) {
    framing.begin(head);
    switch (new Reception(path).decide(head)) {
      case Reception.Decision.Refused refused ->
          refuseUnread(refused.refusal(), refused.dialect(), refused.requestId());
      case Reception.Decision.Answered answered ->
          answer(answered.body(), answered.dialect(), answered.requestId());
      case Reception.Decision.NoSuchModel unknown ->
          refuse(unknown.refusal(), unknown.dialect(), unknown.requestId());
      case Reception.Decision.Taken taken -> take(head, taken);
    }
  }

  private void take(HttpRequest head, Reception.Decision.Taken taken) {
    if (HttpUtil.is100ContinueExpected(head)) {
      var _ =
          ctx()
              .writeAndFlush(
                  new DefaultFullHttpResponse(
                      HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }
    RequestBody body =
        new RequestBody(path, allocator(), taken.call(), taken.decoder(), taken.length());
    incoming = new Incoming(taken.caller(), taken.call(), head, body);
    enter(Phase.READING);
  }

  private void read(HttpContent content) {
    phaseSince = System.nanoTime();
    Incoming reading = java.util.Objects.requireNonNull(incoming);
    String id = reading.caller().requestId();
    if (content.decoderResult().isFailure()) {
      refuseUnread(Reception.malformed(content.decoderResult().cause()), reading.dialect(), id);
      return;
    }
    boolean last = content instanceof LastHttpContent;
    try {
      Refusal refusal = reading.body().take(content.content());
      if (refusal != null) {
        refuseBody(refusal, reading.dialect(), id, last);
      } else if (last) {
        call(reading, reading.body().finish());
      }
    } catch (BadRequestException bad) {
      refuseBody(Refusal.of(bad), reading.dialect(), id, last);
    }
  }

  private void call(Incoming reading, ModelCall call) {
    incoming = null;
    enter(Phase.ANSWERING);
    answerEnded = false;
    RequestBody body = reading.body();
    path.running().begin();
    IncomingCall whole =
        new IncomingCall(
            reading.caller(),
            call,
            RequestTarget.of(reading.head().uri()).queryWithoutKey(),
            reading.head().headers(),
            body.handOver(),
            () -> {
              body.giveBack();
              path.running().end();
            });
    Exchange begun = path.relay().begin(whole, this);
    if (phase == Phase.ANSWERING && !answerEnded) {
      exchange = begun;
    }
  }

  private void answer(byte[] body, Dialect dialect, String requestId) {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    headers.set(dialect.requestIdHeader(), requestId);
    headers.set(AnswerHeaders.REQUEST_ID, requestId);
    enter(Phase.ANSWERING);
    head(200, headers);
    data(Unpooled.wrappedBuffer(body));
    end(false);
  }

  private void refuse(Refusal refusal, Dialect dialect, @Nullable String requestId) {
    byte[] body = refusal.body(dialect, requestId == null ? "" : requestId);
    enter(Phase.ANSWERING);
    head(refusal.status(dialect), AnswerHeaders.of(refusal, dialect, requestId, body.length));
    data(Unpooled.wrappedBuffer(body));
    end(false);
  }

  /** Refuses a body that was being read. */
  private void refuseBody(
      Refusal refusal, Dialect dialect, @Nullable String requestId, boolean wholeRead) {
    dropIncoming();
    if (wholeRead) {
      refuse(refusal, dialect, requestId);
    } else {
      refuseUnread(refusal, dialect, requestId);
    }
  }

  /** Refuses, then reads and discards what the client is still sending, and closes. */
  private void refuseUnread(Refusal refusal, Dialect dialect, @Nullable String requestId) {
    dropIncoming();
    framing.close();
    byte[] body = refusal.body(dialect, requestId == null ? "" : requestId);
    head(refusal.status(dialect), AnswerHeaders.of(refusal, dialect, requestId, body.length));
    data(Unpooled.wrappedBuffer(body));
    pieces.write(ctx());
    var _ = ctx().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    discarded = 0;
    enter(Phase.DISCARDING);
    var _ = ctx().executor().schedule(this::close, DISCARD_TIME.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void discard(Object message) {
    if (message instanceof HttpContent content) {
      discarded += content.content().readableBytes();
      boolean broken = content.decoderResult().isFailure();
      if (content instanceof LastHttpContent || broken || discarded > DISCARD_BYTES) {
        close();
      }
    }
  }

  private void dropIncoming() {
    Incoming reading = incoming;
    incoming = null;
    if (reading != null) {
      reading.body().release();
    }
  }

  @Override
  public EventLoop loop() {
    return (EventLoop) ctx().executor();
  }

  @Override
  public ByteBufAllocator allocator() {
    return ctx().alloc();
  }

  @Override
  public void head(int status, HttpHeaders headers) {
    var _ = ctx().write(framing.head(status, headers), ctx().voidPromise());
  }

  @Override
  public void data(ByteBuf data) {
    if (ctx().channel().isActive()) {
      pieces.add(ctx(), data);
    } else {
      data.release();
    }
  }

  @Override
  public void flush() {
    pieces.write(ctx());
    ctx().flush();
  }

  @Override
  public void end(boolean close) {
    exchange = null;
    answerEnded = true;
    pieces.write(ctx());
    var written = ctx().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    if (close || !framing.keepsAlive()) {
      written.addListener(ChannelFutureListener.CLOSE);
      return;
    }
    enter(Phase.IDLE);
    if (!early.isEmpty()) {
      ctx().executor().execute(this::takeEarly);
    }
  }

  private void takeEarly() {
    while (!early.isEmpty() && phase != Phase.ANSWERING) {
      take(early.remove());
    }
    if (early.isEmpty()) {
      ctx().channel().config().setAutoRead(true);
    }
  }

  @Override
  public void abort() {
    exchange = null;
    answerEnded = true;
    close();
  }

  private void close() {
    var _ = ctx().close();
  }

  @Override
  public boolean isWritable() {
    return ctx().channel().isWritable();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    Exchange running = exchange;
    if (running != null) {
      running.writabilityChanged();
    }
  }

  private void tick() {
    Duration patience =
        switch (phase) {
          case IDLE -> KEPT_OPEN;
          case READING -> BODY_STALL;
          case DISCARDING, ANSWERING -> Duration.ZERO;
        };
    boolean waiting = phase == Phase.IDLE || phase == Phase.READING;
    if (waiting && System.nanoTime() - phaseSince > patience.toNanos()) {
      close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (ticks != null) {
      ticks.cancel(false);
    }
    dropIncoming();
    Exchange running = exchange;
    exchange = null;
    if (running != null) {
      running.clientGone();
    }
    pieces.release();
    early.forEach(ReferenceCountUtil::release);
    early.clear();
  }
}
