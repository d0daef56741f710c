package io.posthouse.transport;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Netty's decoder, which also tells how many bytes it holds undecoded. */
final class AnswerDecoder extends HttpResponseDecoder {

  private static final int LINE = 8 * 1024;
  private static final int HEADERS = 64 * 1024;

  AnswerDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LINE)
            .setMaxHeaderSize(HEADERS)
            .setMaxChunkSize(HttpListener.CHUNK));
  }

  /** Bytes beyond what was decoded: after a whole answer there must be none. */
  int leftover() {
    return actualReadableBytes();
  }
}
