package io.posthouse.transport;

import static io.posthouse.transport.RawHttp2.CONTINUATION;
import static io.posthouse.transport.RawHttp2.DATA;
import static io.posthouse.transport.RawHttp2.END_STREAM;
import static io.posthouse.transport.RawHttp2.GOAWAY;
import static io.posthouse.transport.RawHttp2.HEADERS;
import static io.posthouse.transport.RawHttp2.PING;
import static io.posthouse.transport.RawHttp2.RST_STREAM;
import static io.posthouse.transport.RawHttp2.SETTINGS;
import static io.posthouse.transport.RawHttp2.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ResourceLeakDetector;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 as a listener serves it, and what it does not put up with (resilience.md A17, A19). */
class Http2ListenerTest {

  private static final int REFUSED_STREAM = 7;
  private static final int PROTOCOL_ERROR = 1;
  private static final int INTERNAL_ERROR = 2;
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final int PIECE = 8 * 1024;

  private final Queue<String> seen = new ConcurrentLinkedQueue<>();
  private final Queue<String> gone = new ConcurrentLinkedQueue<>();
  private final Queue<ChannelHandlerContext> held = new ConcurrentLinkedQueue<>();
  private final AtomicInteger flooded = new AtomicInteger();
  private EventLoops loops;
  private HttpListener listener;

  /** Answers with the body it got; some paths do something else. */
  private final class Probe extends ChannelInboundHandlerAdapter {
    private final StringBuilder body = new StringBuilder();
    private String path = "";
    private boolean flooding;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof HttpRequest head) {
        path = head.uri();
        seen.add(head.method() + " " + path);
      }
      if (message instanceof HttpContent content) {
        body.append(content.content().toString(StandardCharsets.UTF_8));
      }
      boolean last = message instanceof LastHttpContent;
      ReferenceCountUtil.release(message);
      if (last) {
        answer(ctx);
      }
    }

    private void answer(ChannelHandlerContext ctx) {
      switch (path) {
        case "/hold" -> held.add(ctx);
        case "/flood" -> {
          var _ = ctx.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
          flooding = true;
          flood(ctx);
        }
        case "/cut" -> {
          var _ = ctx.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
          ctx.writeAndFlush(
                  new DefaultHttpContent(Unpooled.copiedBuffer("half", StandardCharsets.UTF_8)))
              .addListener(ChannelFutureListener.CLOSE);
        }
        default -> Http2ListenerTest.answer(ctx, body.toString());
      }
    }

    private void flood(ChannelHandlerContext ctx) {
      while (ctx.channel().isActive() && ctx.channel().isWritable()) {
        flooded.addAndGet(PIECE);
        var _ = ctx.write(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[PIECE])));
      }
      ctx.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (flooding) {
        flood(ctx);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      var _ = ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      gone.add(path);
    }
  }

  private static void answer(ChannelHandlerContext ctx, String text) {
    var answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.OK,
            Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes());
    var _ = ctx.writeAndFlush(answer);
  }

  @BeforeAll
  static void lookForLeaks() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
  }

  @BeforeEach
  void listen() {
    loops = EventLoops.start("h2-test", 1);
    listener =
        HttpListener.bind(
            loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, Probe::new);
  }

  @AfterEach
  void close() {
    listener.close();
    loops.close();
  }

  private RawHttp2 connect() {
    return new RawHttp2(listener.port()).settings();
  }

  private static String bodyOf(RawHttp2 client, int stream) {
    StringBuilder body = new StringBuilder();
    RawHttp2.Frame frame = client.until(it -> it.is(DATA, stream));
    while (frame != null) {
      body.append(frame.text());
      frame = frame.ends() ? null : client.until(it -> it.is(DATA, stream));
    }
    return body.toString();
  }

  private static RawHttp2 post(RawHttp2 client, int stream, String path, String body) {
    return client
        .headers(stream, false, ":method", "POST", ":scheme", "http", ":path", path)
        .data(stream, true, body);
  }

  @Test
  void streamsOfOneConnectionAreAnsweredEachWithItsOwn() {
    try (RawHttp2 client = connect()) {
      // When: the second is asked before the first was sent whole
      client.headers(1, false, ":method", "POST", ":scheme", "http", ":path", "/one");
      client.data(1, false, "fir");
      post(client, 3, "/two", "second");
      String second = bodyOf(client, 3);
      client.data(1, true, "st");

      // Then
      assertThat(second).isEqualTo("second");
      assertThat(bodyOf(client, 1)).isEqualTo("first");
      assertThat(seen).containsExactly("POST /one", "POST /two");
    }
  }

  @Test
  void anUpgradeToH2cIsPassedOverAndTheRequestAnswered() throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      // When
      var answer =
          client.send(
              java.net.http.HttpRequest.newBuilder(
                      URI.create("http://localhost:" + listener.port() + "/any"))
                  .POST(BodyPublishers.ofString("body"))
                  .build(),
              BodyHandlers.ofString());

      // Then
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(answer.body()).isEqualTo("body");
    }
  }

  @Test
  void aResetEndsItsStreamAlone() {
    try (RawHttp2 client = connect()) {
      // Given
      client.get(1, "/hold").get(3, "/hold");
      await().until(() -> held.size() == 2);

      // When
      client.reset(1);
      await().untilAsserted(() -> assertThat(gone).containsExactly("/hold"));
      ChannelHandlerContext other = held.stream().toList().getLast();
      other.executor().execute(() -> answer(other, "still here"));

      // Then
      assertThat(bodyOf(client, 3)).isEqualTo("still here");
    }
  }

  @Test
  void anAnswerThatIsCutOffIsResetAndNeverLooksWhole() {
    try (RawHttp2 client = connect()) {
      // When
      client.get(1, "/cut");

      // Then
      assertThat(client.until(it -> it.type() == DATA).ends()).isFalse();
      RawHttp2.Frame end = client.until(it -> it.stream() == 1);
      assertThat(end.type()).isEqualTo(RST_STREAM);
      assertThat(end.error()).isEqualTo(INTERNAL_ERROR);
      assertThat(bodyOf(post(client, 3, "/next", "well"), 3)).isEqualTo("well");
    }
  }

  @Test
  void aClientThatDoesNotReadAStreamHoldsItAloneAndLittleMemory() {
    try (RawHttp2 client = connect()) {
      // When
      client.get(1, "/flood");
      client.until(it -> it.is(DATA, 1));
      post(client, 3, "/other", "other");

      // Then: its window of 64 KB, and what may wait behind it; the connection's window is spent
      assertThat(client.until(it -> it.is(HEADERS, 3))).isNotNull();
      int before = flooded.get();
      assertThat(before).isLessThan(65_535 + 64 * 1024 + 4 * PIECE);

      // When
      client.frame(WINDOW_UPDATE, 0, 0, new byte[] {0, 1, 0, 0});
      client.frame(WINDOW_UPDATE, 0, 1, new byte[] {0, 1, 0, 0});

      // Then
      await().until(() -> flooded.get() > before);
      client.reset(1);
      await().until(() -> gone.contains("/flood"));
    }
  }

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

  @Test
  void aTinyHeaderListAndAHugeTableOfTheClientsAreNoHarm() {
    try (RawHttp2 client = new RawHttp2(listener.port()).settings(1, Integer.MAX_VALUE, 6, 1)) {
      for (int stream = 1; stream < 9; stream += 2) {
        post(client, stream, "/", "body" + stream);
        RawHttp2.Frame head = client.until(it -> it.type() == HEADERS);
        assertThat(client.decoded(head).status()).hasToString("200");
        assertThat(bodyOf(client, stream)).isEqualTo("body" + stream);
      }
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

  @Test
  void trailersArePassedOver() {
    try (RawHttp2 client = connect()) {
      client.headers(1, false, ":method", "POST", ":scheme", "http", ":path", "/");
      client.data(1, false, "body").headers(1, true, "x-trailer", "late");

      assertThat(bodyOf(client, 1)).isEqualTo("body");
    }
  }

  @Test
  void aListenerThatClosesLetsRunningStreamsEndAndTakesNoMore() {
    try (RawHttp2 client = connect()) {
      // Given
      client.get(1, "/hold");
      await().until(() -> held.size() == 1);

      // When
      listener.close();
      RawHttp2.Frame goAway = client.until(it -> it.type() == GOAWAY);
      client.get(3, "/late");
      ChannelHandlerContext running = held.element();
      running.executor().execute(() -> answer(running, "to the end"));

      // Then
      assertThat(goAway.error()).isZero();
      assertThat(bodyOf(client, 1)).isEqualTo("to the end");
      assertThat(client.isClosedByPeer()).isTrue();
      assertThat(seen).containsExactly("GET /hold");
    }
  }
}
