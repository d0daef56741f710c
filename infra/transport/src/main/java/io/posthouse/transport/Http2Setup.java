package io.posthouse.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.util.function.Supplier;

/**
 * Netty's codec for HTTP/2 with this house's limits (resilience.md A19), and the pipeline of a
 * stream.
 *
 * <p><b>Memory.</b> A stream is unwritable from 64 KB of unsent answer on, until 32 KB: with all
 * streams of a connection unread that is 8 MB. What a client sends may be {@link #STREAM_WINDOW}
 * ahead of a stream's handler and {@link #CONNECTION_WINDOW} in all.
 */
final class Http2Setup {

  /** Streams of one connection at once. */
  static final int STREAMS = 128;

  static final int STREAM_WINDOW = 1024 * 1024;
  static final int CONNECTION_WINDOW = 4 * 1024 * 1024;

  /** Resets of any kind, by either side, in {@link #RESET_SECONDS}. */
  static final int RESETS = 1000;

  static final int RESET_SECONDS = 10;

  private static final int SMALL_CONTINUATIONS = 16;
  private static final int EMPTY_DATA = 10;
  private static final int QUEUED_CONTROL_FRAMES = 1000;
  private static final WriteBufferWaterMark STREAM_WATER_MARK =
      new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  private Http2Setup() {}

  static Http2FrameCodec codec() {
    return Http2FrameCodecBuilder.forServer()
        .initialSettings(
            Http2Settings.defaultSettings()
                .maxConcurrentStreams(STREAMS)
                .initialWindowSize(STREAM_WINDOW)
                .maxHeaderListSize(HttpPipelines.HEADERS))
        .validateHeaders(true)
        .validateRequiredPseudoHeaders(true)
        .decoderEnforceMaxRstFramesPerWindow(RESETS, RESET_SECONDS)
        .encoderEnforceMaxRstFramesPerWindow(RESETS, RESET_SECONDS)
        .decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS)
        .decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_DATA)
        .encoderEnforceMaxQueuedControlFrames(QUEUED_CONTROL_FRAMES)
        // The client's limit is advice, and ours are few and short.
        .encoderIgnoreMaxHeaderListSize(true)
        // Nothing of an answer's headers is kept for the next: a client cannot make a table grow.
        .headerSensitivityDetector(Http2HeadersEncoder.ALWAYS_SENSITIVE)
        .build();
  }

  static Http2MultiplexHandler streams(Http2Watch watch, Supplier<ChannelHandler> handlers) {
    return new Http2MultiplexHandler(
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel stream) {
            stream.config().setWriteBufferWaterMark(STREAM_WATER_MARK);
            stream
                .pipeline()
                .addLast(
                    new Http2RequestLine(),
                    new Http2StreamFrameToHttpObjectCodec(true),
                    new Http2StreamEnd(watch),
                    handlers.get());
          }
        });
  }
}
