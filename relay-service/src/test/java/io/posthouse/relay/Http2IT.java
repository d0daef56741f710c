package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.Response;
import okhttp3.internal.http2.StreamResetException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The data path over HTTP/2: T59 and T22, and the rules that HTTP/1.1 has too. */
class Http2IT extends RelayFixture {

  private static final String KEEP_ALIVE = "event: ping\ndata: {\"type\": \"ping\"}\n\n";
  private static final Pattern MARKER = Pattern.compile("marker-\\d+");

  private Http2Client client;

  @BeforeEach
  void connect() {
    client = new Http2Client(dataPath.port());
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private Call post(TestCaller caller, String path, String body, Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("x-posthouse-caller", signed(caller, "POST", path.replaceAll("\\?.*", "")));
    return client.call(path, body.getBytes(StandardCharsets.UTF_8), all);
  }

  private Call post(TestCaller caller, String path, String body) {
    return post(caller, path, body, Map.of());
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void answersPassByteForByteWholeAndStreamed(Wire wire) {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, wire.whole(5)));
      upstream.then(
          it -> {
            it.streamHead();
            it.chunk(wire.stream(5));
            it.endChunks();
          });
      Sale sale = aSaleThrough(wire.protocol, upstream);
      TestCaller one = TestCaller.any();
      TestCaller two = TestCaller.any();

      // When
      var whole =
          Http2Client.answer(post(one, wire.path(sale, false), wire.request(sale, "hi", false)));
      var stream =
          Http2Client.answer(post(two, wire.path(sale, true), wire.request(sale, "hi", true)));

      // Then
      assertThat(whole.status()).isEqualTo(200);
      assertThat(whole.text()).isEqualTo(wire.whole(5));
      assertThat(whole.header("x-posthouse-request-id")).isEqualTo(one.requestId());
      assertThat(stream.text()).isEqualTo(wire.stream(5));
      assertThat(stream.header("content-type")).startsWith("text/event-stream");
      assertThat(stream.headers()).doesNotContainKeys("transfer-encoding", "connection");
      assertThat(upstream.received().getLast().text()).contains("hi");
      assertThat(usageOf(one).path("tokens").path("output").asInt()).isEqualTo(7);
      assertThat(usageOf(two).path("tokens").path("output").asInt()).isEqualTo(7);
      assertThat(client.connections.get()).isEqualTo(1);
    }
  }

  @Test
  void t59AHundredStreamsAtOnceOnOneConnectionDoNotMix() throws Exception {
    int calls = 100;
    CountDownLatch arrived = new CountDownLatch(calls);
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given: nobody is answered to the end before everybody has begun
      upstream.always(
          it -> {
            Matcher marker = MARKER.matcher(it.request.text());
            assertThat(marker.find()).isTrue();
            it.streamHead();
            it.chunk(Wire.MESSAGES.prelude(5) + Wire.MESSAGES.content(marker.group()));
            arrived.countDown();
            arrived.await(10, TimeUnit.SECONDS);
            it.chunk(Wire.MESSAGES.content("end-" + marker.group()) + Wire.MESSAGES.terminal(5));
            it.endChunks();
          });
      Sale sale = aSale();
      for (int i = 0; i < 16; i++) {
        anUpstream(sale, Wire.MESSAGES.protocol, upstream.port(), 0, sale.model());
      }
      awaitPriced(sale);
      client.send("/health", null, Map.of());

      // When
      List<CompletableFuture<Http2Client.Answer>> answers = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        Call call =
            post(
                TestCaller.any(), "/v1/messages", Wire.MESSAGES.request(sale, "marker-" + i, true));
        answers.add(
            CompletableFuture.supplyAsync(
                () -> Http2Client.answer(call), Thread::startVirtualThread));
      }

      // Then
      for (int i = 0; i < calls; i++) {
        Http2Client.Answer answer = answers.get(i).get(20, TimeUnit.SECONDS);
        assertThat(answer.status()).isEqualTo(200);
        // A machine that is busy may keep them waiting long enough for a keep-alive.
        assertThat(answer.text().replace(KEEP_ALIVE, ""))
            .isEqualTo(
                Wire.MESSAGES.prelude(5)
                    + Wire.MESSAGES.content("marker-" + i)
                    + Wire.MESSAGES.content("end-marker-" + i)
                    + Wire.MESSAGES.terminal(5));
      }
      assertThat(arrived.getCount()).isZero();
      assertThat(client.connections.get()).isEqualTo(1);
    }
  }

  /** On one connection that goes on. */
  @Test
  void t22StreamsThatAreResetCancelTheirUpstreamWithinASecondAndNoOther() throws Exception {
    Departures departures = new Departures();
    CountDownLatch mayEnd = new CountDownLatch(1);
    try (FakeUpstream upstream = new FakeUpstream();
        FakeUpstream beside = new FakeUpstream()) {
      // Given
      beside.always(
          it -> {
            it.streamHead();
            it.chunk(Wire.MESSAGES.prelude(5) + Wire.MESSAGES.content("first"));
            while (!mayEnd.await(200, TimeUnit.MILLISECONDS)) {
              it.chunk("event: ping\ndata: {}\n\n");
            }
            it.chunk(Wire.MESSAGES.content("last") + Wire.MESSAGES.terminal(5));
            it.endChunks();
          });
      upstream.always(departures.upstream());
      Sale sale = aSaleThrough(Wire.MESSAGES.protocol, upstream);
      Sale other = aSaleThrough(Wire.MESSAGES.protocol, beside);
      TestCaller patient = TestCaller.any();

      // When
      try (Response running =
          post(patient, "/v1/messages", Wire.MESSAGES.request(other, "hi", true)).execute()) {
        Http2Client.readUntil(running, "first");
        for (int i = 0; i < Departures.RUNS; i++) {
          departures.once(() -> leave(sale));
        }
        mayEnd.countDown();
        Http2Client.readUntil(running, "message_stop");
      }

      // Then
      departures.check(this::usageOf);
      assertThat(usageOf(patient).path("end").asString()).isEqualTo("complete");
      assertThat(client.connections.get()).isEqualTo(1);
    }
  }

  private TestCaller leave(Sale sale) throws IOException {
    TestCaller caller = TestCaller.any();
    Call call = post(caller, "/v1/messages", Wire.MESSAGES.request(sale, "hi", true));
    try (Response response = call.execute()) {
      Http2Client.readUntil(response, Departures.LAST_READ);
      call.cancel();
    }
    return caller;
  }

  @Test
  void aClientThatDoesNotReadStopsTheUpstreamAndLosesNothing() throws IOException {
    int pieces = 640;
    byte[] piece = "QUJD".repeat(16 * 1024).getBytes(StandardCharsets.US_ASCII);
    String[] around = Wire.MESSAGES.content("@").split("@", -1);
    AtomicInteger written = new AtomicInteger();
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given: 40 MB, of which the client's window takes 16
      upstream.then(
          it -> {
            it.streamHead();
            it.chunk(Wire.MESSAGES.prelude(5) + Wire.MESSAGES.content("x") + around[0]);
            for (int i = 0; i < pieces; i++) {
              it.chunk(piece);
              written.incrementAndGet();
            }
            it.chunk(around[1] + Wire.MESSAGES.terminal(5));
            it.endChunks();
          });
      Sale sale = aSaleThrough(Wire.MESSAGES.protocol, upstream);

      // When
      try (Response response =
          post(TestCaller.any(), "/v1/messages", Wire.MESSAGES.request(sale, "hi", true))
              .execute()) {
        AtomicInteger last = new AtomicInteger(-1);
        await()
            .during(Duration.ofMillis(500))
            .atMost(Duration.ofSeconds(10))
            .until(() -> last.getAndSet(written.get()) == written.get());
        int ahead = written.get();
        byte[] whole = response.body().bytes();

        // Then
        assertThat(ahead).isBetween(1, pieces * 3 / 4);
        assertThat(whole.length).isGreaterThan(pieces * piece.length);
        assertThat(new String(whole, whole.length - 200, 200, StandardCharsets.US_ASCII))
            .contains("message_stop");
      }
    }
  }

  @Test
  void aCutStreamEndsWithAnErrorEventAndTheConnectionGoesOn() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(
          it -> {
            it.streamHead();
            it.chunk(Wire.MESSAGES.prelude(5) + Wire.MESSAGES.content("some"));
            it.reset();
          });
      upstream.then(it -> it.json(200, Wire.MESSAGES.whole(5)));
      Sale sale = aSaleThrough(Wire.MESSAGES.protocol, upstream);
      TestCaller caller = TestCaller.any();

      // When
      var cut =
          Http2Client.answer(post(caller, "/v1/messages", Wire.MESSAGES.request(sale, "hi", true)));
      var next =
          Http2Client.answer(
              post(TestCaller.any(), "/v1/messages", Wire.MESSAGES.request(sale, "hi", false)));

      // Then
      assertThat(cut.text())
          .contains("some", Wire.MESSAGES.brokenOff)
          .doesNotContain("message_stop");
      assertThat(usageOf(caller).path("end").asString()).isEqualTo("upstream_cut");
      assertThat(next.status()).isEqualTo(200);
      assertThat(client.connections.get()).isEqualTo(1);
    }
  }

  @Test
  void anAnswerThatIsCutInItsMiddleIsAResetStream() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given: more than is held back
      upstream.then(
          it -> {
            it.write(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4000000\r\n\r\n");
            it.write("{\"type\":\"message\",\"text\":\"" + "x".repeat(2_000_000));
            it.reset();
          });
      Sale sale = aSaleThrough(Wire.MESSAGES.protocol, upstream);
      TestCaller caller = TestCaller.any();

      // When // Then
      assertThatThrownBy(
              () ->
                  Http2Client.answer(
                      post(caller, "/v1/messages", Wire.MESSAGES.request(sale, "hi", false))))
          .hasRootCauseInstanceOf(StreamResetException.class);
      assertThat(usageOf(caller).path("end").asString()).isEqualTo("upstream_cut");
    }
  }

  @Test
  void aSilentUpstreamIsBridgedWithPings() throws IOException {
    CountDownLatch pinged = new CountDownLatch(1);
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(
          it -> {
            it.streamHead();
            it.chunk(Wire.MESSAGES.prelude(5) + Wire.MESSAGES.content("first"));
            pinged.await(10, TimeUnit.SECONDS);
            it.chunk(Wire.MESSAGES.terminal(5));
            it.endChunks();
          });
      Sale sale = aSaleThrough(Wire.MESSAGES.protocol, upstream);

      // When
      try (Response response =
          post(TestCaller.any(), "/v1/messages", Wire.MESSAGES.request(sale, "hi", true))
              .execute()) {
        String silence = Http2Client.readUntil(response, "ping");
        pinged.countDown();
        String rest = Http2Client.readUntil(response, "message_stop");

        // Then
        assertThat(silence).contains("first").doesNotContain("message_delta");
        assertThat(rest).contains("message_delta");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "100-continue"})
  void bodiesToTheLimitPassAndBeyondItAreA413(String expect) {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, Wire.MESSAGES.whole(5)));
      Sale sale = aSaleThrough(Wire.MESSAGES.protocol, upstream);
      Map<String, String> headers = expect.isEmpty() ? Map.of() : Map.of("expect", expect);
      int limit = 2 * 1024 * 1024;
      String frame = Wire.MESSAGES.request(sale, "", false);
      String fits = Wire.MESSAGES.request(sale, "y".repeat(limit - frame.length()), false);

      // When
      var taken = Http2Client.answer(post(TestCaller.any(), "/v1/messages", fits, headers));
      var refused = Http2Client.answer(post(TestCaller.any(), "/v1/messages", fits + " ", headers));
      var next = Http2Client.answer(post(TestCaller.any(), "/v1/none", "{}", headers));

      // Then
      assertThat(taken.status()).isEqualTo(200);
      assertThat(upstream.only().text()).isEqualTo(fits);
      assertThat(refused.status()).isEqualTo(413);
      assertThat(json.readTree(refused.body()).path("error").path("type").asString())
          .isEqualTo("request_too_large");
      assertThat(next.status()).isEqualTo(404);
      assertThat(client.connections.get()).isEqualTo(1);
    }
  }

  @Test
  void whatIsRefusedOnHttp1IsRefusedInTheSameWords() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Sale sale = aSaleThrough(Wire.MESSAGES.protocol, upstream);
      String good = "{\"model\":\"" + sale.model() + "\",\"max_tokens\":9}";
      String doubled = "{\"model\":\"" + sale.model() + "\",\"mod\\u0065l\":\"x\"}";

      // When
      var unsigned = client.send("/v1/messages", good.getBytes(StandardCharsets.UTF_8), Map.of());
      var signedForAnother =
          client.send(
              "/v1/messages",
              good.getBytes(StandardCharsets.UTF_8),
              Map.of(
                  "x-posthouse-caller", signed(TestCaller.any(), "POST", "/v1/chat/completions")));
      TestCaller caller = TestCaller.any();
      var twice = Http2Client.answer(post(caller, "/v1/messages", doubled));
      var onHttp1 = messages(caller, doubled);

      // Then
      assertThat(unsigned.status()).isEqualTo(401);
      assertThat(signedForAnother.status()).isEqualTo(401);
      assertThat(twice.status()).isEqualTo(400);
      assertThat(twice.text()).isEqualTo(onHttp1.text());
      assertThat(upstream.received()).isEmpty();
    }
  }
}
