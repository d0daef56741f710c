package io.posthouse.relay.exchange;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.protocol.Surface;
import java.nio.charset.StandardCharsets;

/**
 * A count of tokens where no upstream can be asked for one: our own estimate, marked so
 * (protocols.md 1.7). Never 0, which breaks clients' context meters.
 */
final class LocalCount {

  private LocalCount() {}

  static boolean isPossible(Surface surface) {
    return surface == Surface.COUNT_TOKENS || surface == Surface.GEMINI_COUNT_TOKENS;
  }

  static byte[] body(Surface surface, long tokens) {
    String name = surface == Surface.COUNT_TOKENS ? "input_tokens" : "totalTokens";
    return ("{\"" + name + "\":" + tokens + "}").getBytes(StandardCharsets.UTF_8);
  }

  static HttpHeaders headers(int length) {
    return new DefaultHttpHeaders()
        .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .set(HttpHeaderNames.CONTENT_LENGTH, length)
        .set("x-posthouse-estimated", "true");
  }
}
