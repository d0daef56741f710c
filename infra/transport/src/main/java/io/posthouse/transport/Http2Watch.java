package io.posthouse.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one HTTP/2 connection, behind its multiplexer: closes it when nothing was asked for long,
 * when it drains and its last stream has ended, and when a client wears the server out: with
 * settings and pings, or with streams that it opens only to reset them (CVE-2023-44487). A client
 * that leaves an answer which has begun is not counted: it has paid for it.
 *
 * <p>Confined to its loop but for {@link #drain}.
 */
final class Http2Watch extends ChannelInboundHandlerAdapter {

  /** Streams reset before anything was answered, in {@link #WINDOW}. */
  static final int VAIN_STREAMS = 100;

  /** Settings and pings in {@link #WINDOW}. */
  static final int CONTROL_FRAMES = 200;

  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final Duration KEPT_OPEN = Duration.ofMinutes(15);
  private static final long TICK_SECONDS = 30;

  private final Set<Http2Watch> all;
  private final Pace vain = new Pace(VAIN_STREAMS, WINDOW);
  private final Pace control = new Pace(CONTROL_FRAMES, WINDOW);
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> ticks;
  private int streams;
  private long quietSince = System.nanoTime();
  private boolean draining;

  /**
   * @param all where it is known as long as its connection is open
   */
  Http2Watch(Set<Http2Watch> all) {
    this.all = all;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    all.add(this);
    ticks =
        ctx.executor()
            .scheduleWithFixedDelay(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
  }

  private ChannelHandlerContext ctx() {
    return Objects.requireNonNull(context);
  }

  /** The codec is in place and has sent its settings. */
  void begin() {
    var _ =
        ctx()
            .writeAndFlush(
                new DefaultHttp2WindowUpdateFrame(
                    Http2Setup.CONNECTION_WINDOW - Http2CodecUtil.DEFAULT_WINDOW_SIZE));
  }

  void opened() {
    streams++;
  }

  void closed() {
    streams--;
    quietSince = System.nanoTime();
    closeDrained();
  }

  /** A stream was reset before anything was answered. */
  void inVain() {
    if (vain.isExceeded()) {
      cutOff();
    }
  }

  /** No more streams; the connection ends with its last one. From any thread. */
  void drain() {
    ctx()
        .executor()
        .execute(
            () -> {
              draining = true;
              var _ = ctx().writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
              closeDrained();
            });
  }

  private void closeDrained() {
    if (draining && streams == 0) {
      var _ = ctx().close();
    }
  }

  private void tick() {
    if (streams == 0 && System.nanoTime() - quietSince > KEPT_OPEN.toNanos()) {
      var _ = ctx().close();
    }
  }

  /** Tells the client why, and does not wait for its streams. */
  private void cutOff() {
    var _ = ctx().writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM));
    var _ = ctx().pipeline().context(Http2FrameCodec.class).close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    boolean counts = message instanceof Http2SettingsFrame || message instanceof Http2PingFrame;
    ReferenceCountUtil.release(message);
    if (counts && control.isExceeded()) {
      cutOff();
    }
  }

  /** The codec has answered what was wrong with the connection; what remains is a lost socket. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) == null) {
      var _ = ctx.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    all.remove(this);
    if (ticks != null) {
      ticks.cancel(false);
    }
  }
}
