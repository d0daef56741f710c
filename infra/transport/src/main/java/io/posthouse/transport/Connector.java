package io.posthouse.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections: resolve, ask the policy, connect (bound, or through a proxy), shake hands.
 * Every step is asynchronous; results come on the loop.
 */
final class Connector {

  /** Hears of one connection. */
  interface Result {
    void connected(Channel channel, AnswerDecoder decoder);

    void failed(UpstreamFailure failure);
  }

  private final EventLoops loops;
  private final PoolSettings settings;
  private final HostResolver resolver;
  private final AddressPolicy policy;
  private final Map<List<String>, SslContext> contexts = new ConcurrentHashMap<>();

  Connector(EventLoops loops, PoolSettings settings, HostResolver resolver, AddressPolicy policy) {
    this.loops = loops;
    this.settings = settings;
    this.resolver = resolver;
    this.policy = policy;
  }

  void connect(EventLoop loop, Origin origin, Result result) {
    InetAddress literal = NetUtil.createInetAddressFromIpAddressString(origin.host());
    if (literal != null) {
      checked(loop, origin, List.of(literal), result);
      return;
    }
    resolver
        .resolve(origin.host())
        .whenComplete(
            (addresses, failed) ->
                loop.execute(
                    () -> {
                      if (addresses == null) {
                        result.failed(
                            failure(UpstreamFailure.Kind.UNRESOLVED, origin, "no address", failed));
                      } else {
                        checked(loop, origin, addresses, result);
                      }
                    }));
  }

  private void checked(EventLoop loop, Origin origin, List<InetAddress> addresses, Result result) {
    List<InetAddress> allowed =
        addresses.stream().filter(address -> policy.allows(origin.host(), address)).toList();
    if (allowed.isEmpty()) {
      result.failed(
          failure(UpstreamFailure.Kind.FORBIDDEN_ADDRESS, origin, "a private address", null));
      return;
    }
    attempt(loop, origin, allowed, 0, result);
  }

  private void attempt(
      EventLoop loop, Origin origin, List<InetAddress> addresses, int index, Result result) {
    AnswerDecoder decoder = new AnswerDecoder();
    ChannelFuture connecting = open(loop, origin, addresses.get(index), decoder);
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            established(origin, connecting.channel(), decoder, result);
          } else if (index + 1 < addresses.size()) {
            attempt(loop, origin, addresses, index + 1, result);
          } else {
            result.failed(unreachable(origin, "no connection", done.cause()));
          }
        });
  }

  private ChannelFuture open(
      EventLoop loop, Origin origin, InetAddress address, AnswerDecoder decoder) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(loops.clientChannel())
            .resolver(NoopAddressResolverGroup.INSTANCE)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                Math.toIntExact(settings.connectTimeout().toMillis()))
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, HttpListener.WATER_MARK)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) throws SSLException {
                    initialise(channel, origin, decoder);
                  }
                });
    return switch (origin.egress()) {
      case Egress.Direct _ -> bootstrap.connect(new InetSocketAddress(address, origin.port()));
      case Egress.Bound bound ->
          bootstrap.connect(
              new InetSocketAddress(address, origin.port()),
              new InetSocketAddress(literal(bound.address()), 0));
      case Egress.Proxy _ ->
          bootstrap.connect(InetSocketAddress.createUnresolved(origin.host(), origin.port()));
    };
  }

  private static InetAddress literal(String address) {
    InetAddress literal = NetUtil.createInetAddressFromIpAddressString(address);
    if (literal == null) {
      throw new IllegalArgumentException("egress address: not an IP address");
    }
    return literal;
  }

  private void initialise(Channel channel, Origin origin, AnswerDecoder decoder)
      throws SSLException {
    ChannelPipeline pipeline = channel.pipeline();
    if (origin.egress() instanceof Egress.Proxy proxy) {
      ProxyHandler through = through(proxy);
      through.setConnectTimeoutMillis(settings.connectTimeout().toMillis());
      pipeline.addLast(through);
    }
    if (origin.tls()) {
      SslHandler tls =
          context(origin.tlsProtocols()).newHandler(channel.alloc(), origin.host(), origin.port());
      tls.setHandshakeTimeoutMillis(settings.connectTimeout().toMillis());
      pipeline.addLast(tls);
    }
    pipeline.addLast(new HttpRequestEncoder(), decoder, new Unready());
  }

  private static ProxyHandler through(Egress.Proxy proxy) {
    InetSocketAddress address = new InetSocketAddress(proxy.host(), proxy.port());
    boolean open = proxy.user() == null || proxy.password() == null;
    return switch (proxy.kind()) {
      case HTTP ->
          open
              ? new HttpProxyHandler(address)
              : new HttpProxyHandler(address, proxy.user(), proxy.password());
      case SOCKS5 ->
          open
              ? new Socks5ProxyHandler(address)
              : new Socks5ProxyHandler(address, proxy.user(), proxy.password());
    };
  }

  private SslContext context(List<String> protocols) throws SSLException {
    SslContext known = contexts.get(protocols);
    if (known == null) {
      known =
          SslContextBuilder.forClient()
              .protocols(protocols)
              .endpointIdentificationAlgorithm("HTTPS")
              .trustManager(settings.trust())
              .build();
      contexts.put(protocols, known);
    }
    return known;
  }

  private static void established(
      Origin origin, Channel channel, AnswerDecoder decoder, Result result) {
    ProxyHandler proxy = channel.pipeline().get(ProxyHandler.class);
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    after(
        proxy == null ? null : proxy.connectFuture(),
        origin,
        channel,
        result,
        "the proxy refused",
        () ->
            after(
                tls == null ? null : tls.handshakeFuture(),
                origin,
                channel,
                result,
                "no TLS",
                () -> result.connected(channel, decoder)));
  }

  private static void after(
      @Nullable Future<Channel> step,
      Origin origin,
      Channel channel,
      Result result,
      String otherwise,
      Runnable next) {
    if (step == null) {
      next.run();
      return;
    }
    step.addListener(
        done -> {
          if (done.isSuccess()) {
            next.run();
          } else {
            var _ = channel.close();
            result.failed(unreachable(origin, otherwise, done.cause()));
          }
        });
  }

  private static UpstreamFailure unreachable(
      Origin origin, String what, @Nullable Throwable cause) {
    return failure(UpstreamFailure.Kind.UNREACHABLE, origin, what, cause);
  }

  private static UpstreamFailure failure(
      UpstreamFailure.Kind kind, Origin origin, String what, @Nullable Throwable cause) {
    String name = cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")";
    return new UpstreamFailure(kind, origin.host() + ":" + origin.port() + ": " + what + name);
  }
}
