package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams that are long, large, cut into bytes, or left again and again: T04, T06 to T08, T22. */
class LongStreamsIT extends RelayFixture {

  private static final String END = "message_stop\"}\n\n";
  private static final String TEXT = "驿站 🤔 é";

  private RawClient.Answer stream(Wire wire, Sale sale, TestCaller caller) {
    return call(caller, "POST", wire.path(sale, true), wire.request(sale, "hi", true), Map.of());
  }

  /** What an upstream writes one after another, and how long each piece was under way. */
  private static final class Beats {
    private final AtomicLongArray written;
    private final long[] nanos;

    Beats(int number) {
      written = new AtomicLongArray(number);
      nanos = new long[number];
    }

    void write(FakeUpstream.Exchange it, Duration pause, IntFunction<String> piece)
        throws IOException, InterruptedException {
      for (int i = 0; i < nanos.length; i++) {
        it.awaitClosed((int) pause.toMillis());
        written.set(i, System.nanoTime());
        it.chunk(piece.apply(i));
      }
    }

    /** Reads until all have come; what came with the last one is in it. */
    String read(RawClient client, String mark) {
      StringBuilder read = new StringBuilder();
      int seen = 0;
      while (seen < nanos.length) {
        read.append(client.readUntil(mark));
        int now = read.toString().split(Pattern.quote(mark), -1).length - 1;
        for (; seen < now; seen++) {
          nanos[seen] = System.nanoTime() - written.get(seen);
        }
      }
      return read.toString();
    }

    Duration slowest() {
      return Duration.ofNanos(Arrays.stream(nanos).max().orElseThrow());
    }

    Duration median() {
      return Duration.ofNanos(
          Arrays.stream(nanos).sorted().skip(nanos.length / 2).findFirst().orElseThrow());
    }
  }

  @Test
  void t04PingsAreSeenAsTheyComeForLongerThanTheIdleTimeout() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given: a ping each tenth of the idle time, for one and a half of it
      String ping = "event: ping\ndata: {\"type\": \"ping\"}\n\n";
      Beats pings = new Beats(15);
      upstream.always(
          it -> {
            it.streamHead();
            it.chunk(Wire.MESSAGES.prelude(5) + Wire.MESSAGES.content("first"));
            pings.write(it, Duration.ofMillis(250), _ -> ping);
            it.chunk(Wire.MESSAGES.content("late") + Wire.MESSAGES.terminal(5));
            it.endChunks();
          });
      Sale sale = aSaleThrough(Wire.MESSAGES.protocol, upstream);
      TestCaller caller = TestCaller.any();

      // When
      String text;
      try (RawClient client = client()) {
        client.send(
            request(
                caller, "POST", "/v1/messages", Wire.MESSAGES.request(sale, "hi", true), Map.of()));
        client.readHead();
        text = client.readUntil("first\"}}\n\n");
        text += pings.read(client, "ping\"}\n\n");
        text += text.contains(END) ? "" : client.readUntil(END);
      }

      // Then
      assertThat(text)
          .isEqualTo(
              Wire.MESSAGES.prelude(5)
                  + Wire.MESSAGES.content("first")
                  + ping.repeat(15)
                  + Wire.MESSAGES.content("late")
                  + Wire.MESSAGES.terminal(5));
      assertThat(pings.slowest()).isLessThan(Duration.ofSeconds(1));
      assertThat(usageOf(caller).path("end").asString()).isEqualTo("complete");
    }
  }

  @Test
  void t08TheBeginningIsHeldForContentAndContentNotAtAll() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given: start-hold is 400 ms here, and content comes long after it
      Beats pieces = new Beats(21);
      upstream.always(
          it -> {
            it.streamHead();
            it.chunk(Wire.MESSAGES.prelude(5));
            it.awaitClosed(2000);
            pieces.write(it, Duration.ofMillis(20), i -> Wire.MESSAGES.content("piece" + i));
            it.chunk(Wire.MESSAGES.terminal(5));
            it.endChunks();
          });
      Sale sale = aSaleThrough(Wire.MESSAGES.protocol, upstream);

      // When
      RawClient.Answer head;
      Duration held;
      try (RawClient client = client()) {
        long asked = System.nanoTime();
        client.send(
            request(
                TestCaller.any(),
                "POST",
                "/v1/messages",
                Wire.MESSAGES.request(sale, "hi", true),
                Map.of("accept-encoding", "gzip")));
        head = client.readHead();
        client.readUntil("message_start");
        held = Duration.ofNanos(System.nanoTime() - asked);
        pieces.read(client, "piece");
      }

      // Then
      assertThat(held).isBetween(Duration.ofMillis(350), Duration.ofMillis(1500));
      assertThat(pieces.median()).isLessThan(Duration.ofMillis(100));
      assertThat(head.header("content-encoding")).isNull();
      assertThat(head.header("content-length")).isNull();
      assertThat(head.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
      assertThat(head.header("cache-control")).isEqualTo("no-cache, no-transform");
      assertThat(head.header("x-accel-buffering")).isEqualTo("no");
    }
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void t06AStreamWrittenByteByByteArrivesAsItWas(Wire wire) {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      byte[] all =
          (wire.prelude(5) + wire.content(TEXT) + wire.terminal(5))
              .getBytes(StandardCharsets.UTF_8);
      upstream.always(it -> byteByByte(it, all));
      Sale sale = aSaleThrough(wire.protocol, upstream);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = stream(wire, sale, caller);

      // Then
      assertThat(answer.body()).isEqualTo(all);
      assertThat(usageOf(caller).path("tokens").path("output").asInt()).isEqualTo(7);
    }
  }

  private static void byteByByte(FakeUpstream.Exchange it, byte[] all) throws IOException {
    it.streamHead();
    for (byte b : all) {
      it.chunk(new byte[] {b});
    }
    it.endChunks();
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT, MESSAGES",
    "CHAT, GEMINI",
    "MESSAGES, CHAT",
    "MESSAGES, RESPONSES",
    "GEMINI, MESSAGES",
    "GEMINI, RESPONSES"
  })
  void t06AStreamWrittenByteByByteIsTranslatedWithoutALostCharacter(Wire from, Wire to) {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      byte[] all =
          (from.prelude(5) + block(from, from.content(TEXT)) + from.terminal(5))
              .getBytes(StandardCharsets.UTF_8);
      upstream.always(it -> byteByByte(it, all));
      Sale sale = aSaleThrough(from.protocol, upstream);

      // When
      RawClient.Answer answer = stream(to, sale, TestCaller.any());

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).contains(to.terminator).doesNotContain("\ufffd");
      assertThat(unescaped(answer.text())).contains(TEXT);
    }
  }

  /** Anthropic's grammar opens and closes what a text stands in. */
  private static String block(Wire wire, String content) {
    return wire == Wire.MESSAGES
        ? "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
            + content
            + "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
        : content;
  }

  private static String unescaped(String text) {
    return text.replace("\\u00e9", "é");
  }

  @ParameterizedTest
  @EnumSource(
      value = Wire.class,
      names = {"MESSAGES", "CHAT"})
  void t07ALineOfTwentyMegabytesPassesWhileLittleOfItIsHeld(Wire wire) throws IOException {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      byte[] piece = "QUJD".repeat(16 * 1024).getBytes(StandardCharsets.US_ASCII);
      int pieces = 20 * 1024 * 1024 / piece.length;
      String[] around = wire.content("@").split("@", -1);
      AtomicInteger written = new AtomicInteger();
      upstream.always(
          it -> {
            it.streamHead();
            it.chunk(wire.prelude(5) + around[0]);
            for (int i = 0; i < pieces; i++) {
              it.chunk(piece);
              written.incrementAndGet();
            }
            it.chunk(around[1] + wire.terminal(5));
            it.endChunks();
          });
      Sale sale = aSaleThrough(wire.protocol, upstream);
      TestCaller caller = TestCaller.any();

      // When
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      boolean whole;
      int ahead;
      try (RawClient client = new RawClient(dataPath.port(), 128 * 1024)) {
        client.send(
            request(
                caller, "POST", wire.path(sale, true), wire.request(sale, "hi", true), Map.of()));
        client.readHead();
        client.readChunks(body, 1);
        AtomicInteger last = new AtomicInteger(-1);
        await()
            .during(Duration.ofMillis(500))
            .atMost(Duration.ofSeconds(10))
            .until(() -> last.getAndSet(written.get()) == written.get());
        ahead = written.get();
        whole = client.readChunks(body, Integer.MAX_VALUE);
      }

      // Then
      assertThat(ahead).isLessThan(pieces * 3 / 4);
      assertThat(whole).isTrue();
      int expected =
          (wire.prelude(5) + around[0] + around[1] + wire.terminal(5))
                  .getBytes(StandardCharsets.UTF_8)
                  .length
              + pieces * piece.length;
      assertThat(body.size()).isEqualTo(expected);
      assertThat(usageOf(caller).path("tokens").path("output").asInt()).isEqualTo(7);
    }
  }

  @Test
  void t22ClientsThatLeaveCancelTheirUpstreamWithinASecondAndLeaveNothing() throws IOException {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Departures departures = new Departures();
      upstream.always(departures.upstream());
      Sale sale = aSaleThrough(Wire.MESSAGES.protocol, upstream);
      departures.once(() -> leave(sale));
      int threads = Thread.activeCount();

      // When
      for (int i = 0; i < Departures.RUNS; i++) {
        departures.once(() -> leave(sale));
      }

      // Then
      departures.check(this::usageOf);
      assertThat(Thread.activeCount()).isLessThan(threads + 10);
      assertThat(dataPath.running()).isZero();
    }
  }

  private TestCaller leave(Sale sale) {
    TestCaller caller = TestCaller.any();
    try (RawClient client = client()) {
      client.send(
          request(
              caller, "POST", "/v1/messages", Wire.MESSAGES.request(sale, "hi", true), Map.of()));
      client.readHead();
      client.readUntil(Departures.LAST_READ);
    }
    return caller;
  }
}
