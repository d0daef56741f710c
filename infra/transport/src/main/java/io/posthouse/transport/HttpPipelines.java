package io.posthouse.transport;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Puts the codecs of a listener's connections in place, once it is known what a client speaks.
 * Thread-safe.
 */
final class HttpPipelines {

  /** The same for both protocols. */
  static final int HEADERS = 64 * 1024;

  private static final int LINE = 8 * 1024;

  private final Supplier<ChannelHandler> handlers;
  private final Set<Http2Watch> multiplexed = ConcurrentHashMap.newKeySet();

  /**
   * @param handlers makes one for an HTTP/1.1 connection, or for a stream
   */
  HttpPipelines(Supplier<ChannelHandler> handlers) {
    this.handlers = handlers;
  }

  void http1(ChannelPipeline pipeline) {
    pipeline.addLast(new StrictRequestDecoder(decoding()));
    pipeline.addLast(new HttpResponseEncoder());
    pipeline.addLast(handlers.get());
  }

  private static HttpDecoderConfig decoding() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(LINE)
        .setMaxHeaderSize(HEADERS)
        .setMaxChunkSize(HttpListener.CHUNK);
  }

  void http2(ChannelPipeline pipeline) {
    Http2Watch watch = new Http2Watch(multiplexed);
    pipeline.addLast(Http2Setup.codec(), Http2Setup.streams(watch, handlers), watch);
    watch.begin();
  }

  /** No more streams on any connection. */
  void drain() {
    multiplexed.forEach(Http2Watch::drain);
  }
}
