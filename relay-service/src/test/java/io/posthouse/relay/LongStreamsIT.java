package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Streams that are long, large, cut into bytes, or left again and again: T04, T06, T07, T22. */
class LongStreamsIT extends RelayFixture {

  private static final String TEXT = "驿站 🤔 é";

  private Sale aSaleOf(Wire wire, FakeUpstream upstream) {
    Sale sale = aSale();
    anUpstream(
        sale,
        wire.protocol,
        upstream.port(),
        0,
        sale.model(),
        wire == Wire.GEMINI ? Map.of("baseUrl", "http://127.0.0.1:" + upstream.port()) : Map.of());
    awaitPriced(sale);
    return sale;
  }

  private RawClient.Answer stream(Wire wire, Sale sale, TestCaller caller) {
    return call(caller, "POST", wire.path(sale, true), wire.request(sale, "hi", true), Map.of());
  }

  @Test
  void t04PingsKeepAStreamAliveForLongerThanTheIdleTimeout() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given: a ping each tenth of the idle time, for one and a half of it
      String ping = "event: ping\ndata: {\"type\": \"ping\"}\n\n";
      upstream.always(
          it -> {
            it.streamHead();
            it.chunk(Wire.MESSAGES.prelude(5));
            for (int i = 0; i < 15; i++) {
              it.awaitClosed(250);
              it.chunk(ping);
            }
            it.chunk(Wire.MESSAGES.content("late") + Wire.MESSAGES.terminal(5));
            it.endChunks();
          });
      Sale sale = aSaleOf(Wire.MESSAGES, upstream);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = stream(Wire.MESSAGES, sale, caller);

      // Then
      assertThat(answer.text())
          .isEqualTo(
              Wire.MESSAGES.prelude(5)
                  + ping.repeat(15)
                  + Wire.MESSAGES.content("late")
                  + Wire.MESSAGES.terminal(5));
      assertThat(usageOf(caller).path("end").asString()).isEqualTo("complete");
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
      Sale sale = aSaleOf(wire, upstream);
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
      Sale sale = aSaleOf(from, upstream);

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
      Sale sale = aSaleOf(wire, upstream);
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

  /** 40 times here, 1,000 times in the soak profile. */
  @Test
  void t22ClientsThatLeaveCancelTheirUpstreamWithinASecondAndLeaveNothing() {
    int runs = Boolean.getBoolean("posthouse.soak") ? 1000 : 40;
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      ConcurrentLinkedQueue<Boolean> cancelled = new ConcurrentLinkedQueue<>();
      String deltas =
          Wire.MESSAGES.content("one")
              + Wire.MESSAGES.content("two")
              + Wire.MESSAGES.content("3rd");
      upstream.always(
          it -> {
            it.streamHead();
            it.chunk(Wire.MESSAGES.prelude(5) + deltas);
            cancelled.add(it.awaitClosed(5000));
          });
      Sale sale = aSaleOf(Wire.MESSAGES, upstream);
      leave(sale);
      int threads = Thread.activeCount();
      List<TestCaller> callers = new ArrayList<>();
      long slowest = 0;

      // When
      for (int i = 1; i <= runs; i++) {
        int runsSoFar = i + 1;
        callers.add(leave(sale));
        long left = System.nanoTime();
        await()
            .pollInterval(Duration.ofMillis(5))
            .atMost(Duration.ofSeconds(5))
            .until(() -> cancelled.size() == runsSoFar);
        slowest = Math.max(slowest, System.nanoTime() - left);
      }

      // Then
      assertThat(cancelled).doesNotContain(false);
      assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(1));
      for (TestCaller caller : callers) {
        JsonNode event = usageOf(caller);
        assertThat(event.path("end").asString()).isEqualTo("client_abort");
        assertThat(event.path("usageSource").asString()).isEqualTo("partial");
        assertThat(event.path("tokens").path("output").asInt()).isPositive();
      }
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
      client.readUntil("3rd");
    }
    return caller;
  }
}
