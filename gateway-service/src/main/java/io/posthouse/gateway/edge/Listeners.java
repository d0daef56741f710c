package io.posthouse.gateway.edge;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.NettyPipeline;

/** What both listeners have in common. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EdgeProperties.class)
class Listeners {

  private static final int REQUESTS_PER_CONNECTION = 10_000;
  private static final int REQUEST_LINE_BYTES = 8 * 1024;

  /** Limits that a thinking call of any length passes: none of them runs while it is answered. */
  @Bean
  NettyServerCustomizer limits(EdgeProperties edge) {
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
            .doOnChannelInit(
                (observer, channel, remote) ->
                    channel
                        .pipeline()
                        .addAfter(
                            NettyPipeline.HttpCodec,
                            EdgeHandler.NAME,
                            new EdgeHandler(edge.lingering().toMillis())));
  }
}
