package io.posthouse.gateway.edge;

import static java.util.Objects.requireNonNull;

import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.WebServer;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.stereotype.Component;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider;

/**
 * HTTPS beside HTTP, TLS 1.3 and nothing older (P09); HTTP/2 and HTTP/1.1 by ALPN. Its key and
 * certificate are the SSL bundle {@code gateway}; what the bundle says of protocols is not asked.
 */
@Component
@ConditionalOnProperty("posthouse.gateway.https-port")
public final class TlsListener implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(TlsListener.class);

  private static final String BUNDLE = "gateway";
  private static final String PROTOCOL = "TLSv1.3";

  private final EdgeProperties edge;
  private final SslBundles bundles;
  private final List<NettyServerCustomizer> limits;
  private final HttpHandler handler;
  private @Nullable WebServer server;

  TlsListener(
      EdgeProperties edge,
      SslBundles bundles,
      List<NettyServerCustomizer> limits,
      HttpHandler handler) {
    this.edge = edge;
    this.bundles = bundles;
    this.limits = limits;
    this.handler = handler;
  }

  @Override
  public void start() {
    SslBundle bundle = bundles.getBundle(BUNDLE);
    NettyReactiveWebServerFactory factory =
        new NettyReactiveWebServerFactory(requireNonNull(edge.httpsPort(), "https-port"));
    factory.setShutdown(Shutdown.GRACEFUL);
    factory.addServerCustomizers(limits.toArray(NettyServerCustomizer[]::new));
    factory.addServerCustomizers(http -> secured(http, bundle));
    WebServer listener = factory.getWebServer(handler);
    listener.start();
    server = listener;
    log.info("TLS 1.3 on port {}", listener.getPort());
  }

  private static HttpServer secured(HttpServer http, SslBundle bundle) {
    SslProvider.GenericSslContextSpec<?> context =
        Http2SslContextSpec.forServer(bundle.getManagers().getKeyManagerFactory())
            .configure(builder -> builder.protocols(PROTOCOL));
    return http.protocol(HttpProtocol.HTTP11, HttpProtocol.H2)
        .secure(spec -> spec.sslContext(context));
  }

  /** The port it listens on. */
  public int port() {
    return requireNonNull(server, "not started").getPort();
  }

  @Override
  public void stop() {
    stop(() -> {});
  }

  @Override
  public void stop(Runnable stopped) {
    WebServer listener = server;
    server = null;
    if (listener == null) {
      stopped.run();
      return;
    }
    listener.shutDownGracefully(
        result -> {
          try {
            listener.stop();
          } catch (UncheckedIOException | IllegalStateException failed) {
            log.warn("the TLS listener did not stop cleanly", failed);
          } finally {
            stopped.run();
          }
        });
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }

  /** With the HTTP listener: last up, first down. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 1024;
  }
}
