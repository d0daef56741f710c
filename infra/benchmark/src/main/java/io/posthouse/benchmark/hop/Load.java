package io.posthouse.benchmark.hop;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Clients that each send one request after another and read the answers, on one loop. The counts
 * may be read from anywhere.
 */
final class Load implements AutoCloseable {

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final List<Channel> clients = new ArrayList<>();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicReference<String> failure = new AtomicReference<>("");
  private final Delays delays = new Delays();
  private final boolean timed;
  private int sent;
  private volatile boolean running = true;

  /**
   * Opens connections and begins.
   *
   * @param requests taken in turn
   * @param timed whether chunks carry the time at which they were sent
   */
  Load(int port, int connections, Requests requests, boolean timed) {
    this.timed = timed;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(EpollSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(new Client(requests));
                  }
                });
    for (int i = 0; i < connections; i++) {
      clients.add(bootstrap.connect("127.0.0.1", port).syncUninterruptibly().channel());
    }
  }

  private final class Client extends SimpleChannelInboundHandler<ByteBuf> {

    private final Requests requests;
    private final AnswerReader reader = new AnswerReader(this::body);

    private Client(Requests requests) {
      this.requests = requests;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      send(context);
    }

    private void send(ChannelHandlerContext context) {
      var _ =
          context.writeAndFlush(
              Unpooled.wrappedBuffer(requests.head(sent++), requests.body()),
              context.voidPromise());
    }

    private void body(ByteBuf buffer, int from, int length) {
      bytes.lazySet(bytes.get() + length);
      long sent = timed ? Stamp.read(buffer, from, length) : -1;
      if (sent > 0) {
        delays.add(Stamp.now() - sent);
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
      if (reader.read(in)) {
        if (reader.status() != 200) {
          fail(reader.head());
          var _ = context.close();
          return;
        }
        answers.lazySet(answers.get() + 1);
        if (running) {
          send(context);
        }
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (running) {
        fail("a connection was closed after " + answers.get() + " answers: " + reader.head());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable problem) {
      fail(problem.toString());
      var _ = context.close();
    }
  }

  private void fail(String what) {
    failure.compareAndSet("", what);
  }

  /** Answers so far. */
  long answers() {
    return answers.get();
  }

  /** Bytes of bodies so far. */
  long bytes() {
    return bytes.get();
  }

  /** How late chunks were. */
  Delays delays() {
    return delays;
  }

  /**
   * Lets it run for a while.
   *
   * @throws IllegalStateException when a request failed
   */
  void run(Duration time) {
    pause(time);
    check();
  }

  /** Waits. */
  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Complains of a failed request.
   *
   * @throws IllegalStateException naming the first
   */
  void check() {
    if (!failure.get().isEmpty()) {
      throw new IllegalStateException("a request failed: " + failure.get());
    }
  }

  @Override
  public void close() {
    running = false;
    clients.forEach(client -> client.close().syncUninterruptibly());
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
