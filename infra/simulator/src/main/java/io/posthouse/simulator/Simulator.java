package io.posthouse.simulator;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running simulator. Thread-safe. */
public final class Simulator implements AutoCloseable {

  /** The longest request body that is read, in bytes. */
  static final int BODY_LIMIT = 64 * 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(Simulator.class);

  private final EventLoopGroup loops;
  private final Channel listener;
  private final Faults faults;
  private final CallLog calls;

  private Simulator(EventLoopGroup loops, Channel listener, Faults faults, CallLog calls) {
    this.loops = loops;
    this.listener = listener;
    this.faults = faults;
    this.calls = calls;
  }

  /**
   * Starts one on 127.0.0.1; returns when it listens.
   *
   * @param port 0 takes a free one
   */
  public static Simulator start(int port) {
    return start("127.0.0.1", port);
  }

  /**
   * Starts one.
   *
   * @param host the address to listen on
   * @param port 0 takes a free one
   * @throws IllegalStateException when the port cannot be had
   */
  public static Simulator start(String host, int port) {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    Faults faults = new Faults();
    CallLog calls = new CallLog();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(pipeline(faults, calls));
    try {
      Channel listener = bootstrap.bind(host, port).syncUninterruptibly().channel();
      Simulator simulator = new Simulator(loops, listener, faults, calls);
      log.info("the simulator listens on {}", simulator.url());
      return simulator;
    } catch (RuntimeException failed) {
      stop(loops);
      throw new IllegalStateException(
          "the simulator cannot listen on " + host + ":" + port, failed);
    }
  }

  private static ChannelInitializer<SocketChannel> pipeline(Faults faults, CallLog calls) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        channel
            .pipeline()
            .addLast(
                new HttpServerCodec(),
                new HttpObjectAggregator(BODY_LIMIT),
                new Connection(new Routes(faults, calls, Clock.systemUTC())));
      }
    };
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /**
   * Its address, without a trailing slash: an Anthropic base URL; OpenAI's is this and {@code /v1}.
   */
  public String url() {
    InetSocketAddress address = (InetSocketAddress) listener.localAddress();
    return "http://" + address.getHostString() + ":" + address.getPort();
  }

  /**
   * Makes coming calls fail.
   *
   * @param model the model's name as it arrives here; null for every model
   * @param fault a fault's name without {@code sim-}, such as {@code hang} or {@code error-529}
   * @param times how many calls; null until {@link #reset()}
   * @throws IllegalArgumentException when there is no such fault
   */
  public void fail(@Nullable String model, String fault, @Nullable Integer times) {
    faults.add(model, Fault.named(fault), times);
  }

  /** The calls so far, oldest first; at most the last 1,000. */
  public List<ReceivedCall> calls() {
    return calls.recent();
  }

  /** Forgets faults and calls. */
  public void reset() {
    faults.clear();
    calls.clear();
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    stop(loops);
  }

  private static void stop(EventLoopGroup loops) {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
