package io.posthouse.gateway.edge;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What both listeners have in common. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EdgeProperties.class)
class Listeners {

  private static final int REQUESTS_PER_CONNECTION = 10_000;
  private static final int REQUEST_LINE_BYTES = 8 * 1024;
  private static final int STREAMS_PER_CONNECTION = 128;
  private static final int STREAM_WINDOW = 256 * 1024;
  private static final int RESETS = 500;
  private static final int RESET_SECONDS = 10;

  /** Limits that a thinking call of any length passes: none of them runs while it is answered. */
  @Bean
  NettyServerCustomizer limits(EdgeProperties edge) {
    EdgeInstaller installer = new EdgeInstaller(edge.lingering().toMillis());
    return server ->
        server
            .idleTimeout(edge.idleTimeout())
            .readTimeout(edge.readTimeout())
            .maxKeepAliveRequests(REQUESTS_PER_CONNECTION)
            .httpRequestDecoder(
                decoder ->
                    decoder
                        .maxInitialLineLength(REQUEST_LINE_BYTES)
                        .maxHeaderSize((int) edge.maximumHeaders().toBytes()))
            .http2Settings(
                settings ->
                    settings
                        .maxConcurrentStreams(STREAMS_PER_CONNECTION)
                        .maxHeaderListSize(edge.maximumHeaders().toBytes())
                        .initialWindowSize(STREAM_WINDOW)
                        .maxDecodedRstFramesPerWindow(RESETS, RESET_SECONDS)
                        .maxEncodedRstFramesPerWindow(RESETS, RESET_SECONDS))
            .childObserve(installer::stream)
            .doOnChannelInit((observer, channel, remote) -> installer.connection(channel));
  }
}
