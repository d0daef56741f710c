package io.posthouse.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would be two lines of HTTP/1 does not get as far as a buffer. */
class Http2RequestLineTest {

  private final EmbeddedChannel stream = new EmbeddedChannel(new Http2RequestLine());

  private static Http2HeadersFrame head(String method, String path) {
    DefaultHttp2Headers headers = new DefaultHttp2Headers(false);
    return new DefaultHttp2HeadersFrame(headers.method(method).path(path), true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET|/a b",
        "GET|/a HTTP/1.1\r\nx: y",
        "GET|/a\u0000",
        "GET|/a\u007f",
        "GET|/a\t",
        "GET /x HTTP/1.1\r\nx:|/a",
        "GE(T|/a",
        "G\u00c9T|/a"
      })
  void aMalformedOneGoesNoFurther(String line) {
    String[] parts = line.split("\\|", -1);

    assertThatThrownBy(() -> stream.writeInbound(head(parts[0], parts[1])))
        .isInstanceOf(DecoderException.class);
    assertThat(stream.inboundMessages()).isEmpty();
  }

  @Test
  void othersAndTrailersPass() {
    stream.writeInbound(head("M-SEARCH", "/v1/messages?beta=true&x=%20\u00e9"));
    stream.writeInbound(
        new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().set("x", "y"), true));

    assertThat(stream.inboundMessages()).hasSize(2);
  }
}
