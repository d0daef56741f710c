package io.posthouse.transport;

import static io.posthouse.transport.RawHttp2.CONTINUATION;
import static io.posthouse.transport.RawHttp2.END_STREAM;
import static io.posthouse.transport.RawHttp2.GOAWAY;
import static io.posthouse.transport.RawHttp2.HEADERS;
import static io.posthouse.transport.RawHttp2.PING;
import static io.posthouse.transport.RawHttp2.RST_STREAM;
import static io.posthouse.transport.RawHttp2.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener does not put up with on HTTP/2 (T59; resilience.md A17, A19, A21). */
class Http2AbuseTest extends Http2Fixture {

  private static final int REFUSED_STREAM = 7;
  private static final int PROTOCOL_ERROR = 1;
  private static final int ENHANCE_YOUR_CALM = 11;

  @Test
  void streamsBeyondTheLimitAreRefused() {
    try (RawHttp2 client = connect()) {
      for (int i = 0; i <= Http2Setup.STREAMS; i++) {
        client.get(2 * i + 1, "/hold");
      }

      RawHttp2.Frame refused = client.until(it -> it.type() == RST_STREAM);

      assertThat(refused.stream()).isEqualTo(2 * Http2Setup.STREAMS + 1);
      assertThat(refused.error()).isEqualTo(REFUSED_STREAM);
      await().until(() -> held.size() == Http2Setup.STREAMS);
    }
  }

  @Test
  void streamsThatAreOpenedOnlyToBeResetEndTheConnection() {
    try (RawHttp2 client = connect()) {
      // When
      int sent = flood(i -> client.get(2 * i + 1, "/hold").reset(2 * i + 1));

      // Then
      assertThat(goAwayOf(client, sent)).isEqualTo(ENHANCE_YOUR_CALM);
      assertThat(seen.size()).isLessThanOrEqualTo(Http2Watch.VAIN_STREAMS + 1);
      await().until(() -> gone.size() == seen.size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {SETTINGS, PING})
  void settingsAndPingsWithoutEndEndTheConnection(int type) {
    try (RawHttp2 client = connect()) {
      byte[] payload = new byte[type == PING ? 8 : 0];

      int sent = flood(_ -> client.frame(type, 0, 0, payload));

      assertThat(goAwayOf(client, sent)).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_000})
  void headersWithoutEndEndTheConnection(int size) {
    try (RawHttp2 client = connect()) {
      byte[] block = client.headerBlock("x-pad", "a".repeat(Math.max(1, size - 20)));
      byte[] piece = size > 1 ? block : new byte[size];
      client.frame(HEADERS, END_STREAM, 1, client.headerBlock(":method", "GET"));

      int sent = flood(_ -> client.frame(CONTINUATION, 0, 1, piece));

      assertThat(goAwayOf(client, sent)).isNotZero();
      assertThat(seen).isEmpty();
    }
  }

  @Test
  void emptyPiecesOfABodyWithoutEndEndTheConnection() {
    try (RawHttp2 client = connect()) {
      client.headers(1, false, ":method", "POST", ":scheme", "http", ":path", "/");

      int sent = flood(_ -> client.data(1, false, ""));

      assertThat(goAwayOf(client, sent)).isEqualTo(ENHANCE_YOUR_CALM);
      await().until(() -> gone.size() == 1);
    }
  }

  /** Sends until the server has had enough, at most 20,000 times; how often it was. */
  private static int flood(IntConsumer one) {
    for (int i = 0; i < 20_000; i++) {
      try {
        one.accept(i);
      } catch (UncheckedIOException closed) {
        return i;
      }
    }
    return 20_000;
  }

  /** The error of the last word, or of the reset that came instead of it. */
  private static int goAwayOf(RawHttp2 client, int sent) {
    RawHttp2.Frame last = client.until(it -> it.type() == GOAWAY);
    assertThat(last != null || sent < 20_000).as("the connection was ended").isTrue();
    return last == null ? ENHANCE_YOUR_CALM : last.error();
  }

  @Test
  void headersThatAreTooLargeAreRefusedAndTheConnectionGoesOn() {
    try (RawHttp2 client = connect()) {
      // When: 5 x 15 KB
      String value = "v".repeat(15 * 1024);
      client.frame(
          HEADERS,
          END_STREAM,
          1,
          client.headerBlock(":method", "GET", ":scheme", "http", ":path", "/"));
      for (int i = 1; i <= 5; i++) {
        client.frame(CONTINUATION, i == 5 ? 4 : 0, 1, client.headerBlock("x-" + i, value));
      }

      // Then
      RawHttp2.Frame refused = client.until(it -> it.stream() == 1);
      assertThat(refused.type()).isIn(HEADERS, RST_STREAM);
      assertThat(seen).isEmpty();
      assertThat(bodyOf(post(client, 3, "/next", "well"), 3)).isEqualTo("well");
    }
  }

  /** What is one request for one server and another for the next (T59, A17, A21). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ":method=GET|:scheme=http|:path=/a|:path=/b",
        ":method=GET|:method=POST|:scheme=http|:path=/a",
        ":method=GET|:scheme=http",
        ":scheme=http|:path=/a",
        ":method=GET|:path=/a",
        ":method=GET|:scheme=http|:path=",
        ":method=GET|:scheme=http|x=y|:path=/a",
        ":method=GET|:scheme=http|:path=/a|:status=200",
        ":method=GET|:scheme=http|:path=/a|:unknown=x",
        ":method=GET|:scheme=http|:path=/a HTTP/1.1\r\nx: y",
        ":method=GET|:scheme=http|:path=/a b",
        ":method=GET /x HTTP/1.1\r\nx:|:scheme=http|:path=/a",
        ":method=GET|:scheme=http|:path=/a|X-Upper=x",
        ":method=GET|:scheme=http|:path=/a|x=a\r\ny: b",
        ":method=GET|:scheme=http|:path=/a|x=a\u0000b",
        ":method=GET|:scheme=http|:path=/a|x y=z",
        ":method=GET|:scheme=http|:path=/a|x\r\ny=z",
        ":method=GET|:scheme=http|:path=/a|transfer-encoding=chunked",
        ":method=GET|:scheme=http|:path=/a|connection=close",
        ":method=GET|:scheme=http|:path=/a|upgrade=websocket",
        ":method=GET|:scheme=http|:path=/a|te=gzip",
        ":method=GET|:scheme=http|:path=/a|content-length=5",
        ":method=GET|:scheme=http|:path=/a|content-length=0|content-length=1",
        ":method=GET|:scheme=http|:path=/a|content-length=-1"
      })
  void aRequestThatIsNotHttpIsResetAndReachesNobody(String request) {
    try (RawHttp2 client = connect()) {
      // Given
      String[] fields =
          List.of(request.split("\\|", -1)).stream()
              .flatMap(
                  field -> {
                    int equals = field.indexOf('=');
                    return java.util.stream.Stream.of(
                        field.substring(0, equals), field.substring(equals + 1));
                  })
              .toArray(String[]::new);

      // When
      client.headers(1, true, fields);

      // Then
      RawHttp2.Frame refused = client.until(it -> it.stream() == 1 || it.type() == GOAWAY);
      assertThat(refused.type()).isIn(RST_STREAM, GOAWAY);
      assertThat(refused.error()).isEqualTo(PROTOCOL_ERROR);
      assertThat(seen).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "6"})
  void aBodyThatIsNotAsLongAsItSaysIsReset(String length) {
    try (RawHttp2 client = connect()) {
      client.headers(
          1, false, ":method", "POST", ":scheme", "http", ":path", "/", "content-length", length);
      client.data(1, true, "12345");

      RawHttp2.Frame refused = client.until(it -> it.stream() == 1);

      assertThat(refused.type()).isEqualTo(RST_STREAM);
      assertThat(refused.error()).isEqualTo(PROTOCOL_ERROR);
      await().until(() -> gone.size() == 1);
    }
  }
}
