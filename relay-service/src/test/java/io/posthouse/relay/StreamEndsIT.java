package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthouse.relay.metering.TokenEstimate;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** After the first byte: T08, T20 to T23, T25, T26, T27 (after), signs of life. */
class StreamEndsIT extends RelayFixture {

  private static final String START =
      PassThroughIT.STREAM.substring(0, PassThroughIT.STREAM.indexOf("event: message_delta"));
  private static final String REST =
      PassThroughIT.STREAM.substring(PassThroughIT.STREAM.indexOf("event: message_delta"));

  private static String stream(Sale sale) {
    return "{\"model\":\"" + sale.model() + "\",\"max_tokens\":9,\"stream\":true}";
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCutStreamEndsWithAnErrorEventAndIsBilledInPart(boolean reset) {
    try (FakeUpstream first = new FakeUpstream();
        FakeUpstream second = new FakeUpstream()) {
      // Given
      CountDownLatch seen = new CountDownLatch(1);
      first.then(
          it -> {
            it.streamHead();
            it.chunk(START + "event: content_block_delta\ndata: {\"half");
            seen.await(10, TimeUnit.SECONDS);
            if (reset) {
              it.reset();
            } else {
              it.endChunks();
            }
          });
      Sale sale = aSaleThrough("anthropic", first, second);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer;
      String begin;
      try (RawClient client = client()) {
        client.send(request(caller, "POST", "/v1/messages", stream(sale), java.util.Map.of()));
        assertThat(client.readHead().status()).isEqualTo(200);
        begin = client.readUntil("\"half");
        seen.countDown();
        java.io.ByteArrayOutputStream end = new java.io.ByteArrayOutputStream();
        boolean whole = client.readChunks(end, Integer.MAX_VALUE);
        answer = new RawClient.Answer(200, java.util.List.of(), end.toByteArray(), whole);
        assertThat(client.isClosedByPeer()).isTrue();
      } catch (java.io.IOException failed) {
        throw new AssertionError(failed);
      }

      // Then
      assertThat(begin).startsWith(START);
      assertThat(answer.text())
          .startsWith("\n\nevent: error\ndata: {")
          .contains("\"api_error\"")
          .contains("upstream stream ended unexpectedly")
          .doesNotContain("message_stop");
      assertThat(second.received()).isEmpty();
      JsonNode event = usageOf(caller);
      assertThat(event.path("end").asString()).isEqualTo("upstream_cut");
      assertThat(event.path("usageSource").asString()).isEqualTo("partial");
      assertThat(event.path("tokens").path("input").asInt()).isEqualTo(10);
      assertThat(event.path("tokens").path("output").asLong())
          .isEqualTo(TokenEstimate.of("Hello 驿站"));
    }
  }

  @Test
  void aCutChatStreamEndsWithAnErrorAndWithoutDone() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(
          it -> {
            it.streamHead();
            it.chunk(
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello you\"}}]}\n\n");
            it.endChunks();
          });
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = chat(caller, stream(sale));

      // Then
      assertThat(answer.text())
          .contains("Hello you")
          .contains("data: {\"error\":{")
          .doesNotContain("[DONE]");
      JsonNode event = usageOf(caller);
      assertThat(event.path("end").asString()).isEqualTo("upstream_cut");
      assertThat(event.path("usageSource").asString()).isEqualTo("estimated");
      assertThat(event.path("tokens").path("output").asInt()).isEqualTo(2);
      assertThat(event.path("tokens").path("input").asInt()).isPositive();
    }
  }

  @Test
  void anErrorEventAfterContentIsForwardedVerbatimAndEndsTheStream() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      String error =
          "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n";
      upstream.then(
          it -> {
            it.streamHead();
            it.chunk(START);
            it.chunk(error);
            it.endChunks();
          });
      Sale sale = aSaleThrough("anthropic", upstream);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = messages(caller, stream(sale));

      // Then
      assertThat(answer.text()).isEqualTo(START + error);
      JsonNode event = usageOf(caller);
      assertThat(event.path("end").asString()).isEqualTo("upstream_error");
      assertThat(event.path("usageSource").asString()).isEqualTo("partial");
    }
  }

  @Test
  void aClientThatLeavesCancelsTheUpstreamAndIsBilledInPart() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      AtomicBoolean cancelled = new AtomicBoolean();
      upstream.then(
          it -> {
            it.streamHead();
            it.chunk(START);
            cancelled.set(it.awaitClosed(5000));
          });
      Sale sale = aSaleThrough("anthropic", upstream);
      TestCaller caller = TestCaller.any();

      // When
      try (RawClient client = client()) {
        client.send(request(caller, "POST", "/v1/messages", stream(sale), java.util.Map.of()));
        client.readHead();
        client.readUntil("Hello");
      }

      // Then
      await().atMost(Duration.ofSeconds(2)).untilTrue(cancelled);
      JsonNode event = usageOf(caller);
      assertThat(event.path("end").asString()).isEqualTo("client_abort");
      assertThat(event.path("status").asInt()).isEqualTo(200);
      assertThat(event.path("tokens").path("input").asInt()).isEqualTo(10);
      assertThat(event.path("tokens").path("output").asLong())
          .isEqualTo(TokenEstimate.of("Hello 驿站"));
    }
  }

  @Test
  void aClientThatLeavesBeforeTheAnswerCostsNothingAndIsRecorded() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      CountDownLatch asked = new CountDownLatch(1);
      AtomicBoolean cancelled = new AtomicBoolean();
      upstream.then(
          it -> {
            asked.countDown();
            cancelled.set(it.awaitClosed(5000));
          });
      Sale sale = aSaleThrough("anthropic", upstream);
      TestCaller caller = TestCaller.any();

      // When
      try (RawClient client = client()) {
        client.send(
            request(
                caller,
                "POST",
                "/v1/messages",
                "{\"model\":\"" + sale.model() + "\"}",
                java.util.Map.of()));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }

      // Then
      await().atMost(Duration.ofSeconds(2)).untilTrue(cancelled);
      JsonNode event = usageOf(caller);
      assertThat(event.path("end").asString()).isEqualTo("client_abort");
      assertThat(event.path("status").asInt()).isEqualTo(499);
      assertThat(event.path("tokens").path("output").asInt()).isZero();
      assertThat(event.path("firstByteAt").isNull()).isTrue();
    }
  }

  @Test
  void theBeginningIsHeldNoLongerThanStartHoldAndPingsBridgeSilence() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      String messageStart = START.substring(0, START.indexOf(": a comment"));
      CountDownLatch pinged = new CountDownLatch(1);
      upstream.then(
          it -> {
            it.streamHead();
            it.chunk(messageStart);
            pinged.await(5, TimeUnit.SECONDS);
            it.chunk(START.substring(messageStart.length()) + REST);
            it.endChunks();
          });
      Sale sale = aSaleThrough("anthropic", upstream);

      // When
      String text;
      try (RawClient client = client()) {
        client.send(
            request(TestCaller.any(), "POST", "/v1/messages", stream(sale), java.util.Map.of()));
        client.readHead();
        String begin = client.readUntil("event: ping");
        pinged.countDown();
        text = begin + client.readUntil("message_stop\"}");
      }

      // Then
      assertThat(text.replace("event: ping\ndata: {\"type\": \"ping\"}\n\n", ""))
          .isEqualTo(PassThroughIT.STREAM);
    }
  }

  @Test
  void usageThatIsMissingIsEstimated() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      String all =
          "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"12345678\"}}]}\n\n"
              + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
      upstream.then(
          it -> {
            it.streamHead();
            it.chunk(all);
            it.endChunks();
          });
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = chat(caller, stream(sale));

      // Then
      assertThat(answer.text()).isEqualTo(all);
      JsonNode event = usageOf(caller);
      assertThat(event.path("end").asString()).isEqualTo("complete");
      assertThat(event.path("usageSource").asString()).isEqualTo("estimated");
      assertThat(event.path("tokens").path("output").asInt()).isEqualTo(3);
      assertThat(event.path("tokens").path("input").asInt()).isPositive();
    }
  }

  @Test
  void aSlowReaderHoldsTheUpstreamBackAndGetsEverything() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      String text = "x".repeat(10_000);
      String event =
          "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\""
              + text
              + "\"}}\n\n";
      java.util.concurrent.atomic.AtomicInteger written =
          new java.util.concurrent.atomic.AtomicInteger();
      upstream.then(
          it -> {
            it.streamHead();
            for (int i = 0; i < 1500; i++) {
              it.chunk(event);
              written.incrementAndGet();
            }
            it.chunk(REST);
            it.endChunks();
          });
      Sale sale = aSaleThrough("anthropic", upstream);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer;
      try (RawClient client = new RawClient(dataPath.port(), 128 * 1024)) {
        client.send(request(caller, "POST", "/v1/messages", stream(sale), java.util.Map.of()));
        await()
            .during(Duration.ofMillis(700))
            .atMost(Duration.ofSeconds(10))
            .until(written::get, new SameAs());
        assertThat(written.get()).isLessThan(1500);
        answer = client.readAnswer();
      }

      // Then
      assertThat(answer.whole()).isTrue();
      assertThat(answer.body()).hasSize(event.length() * 1500 + REST.length());
      assertThat(usageOf(caller).path("end").asString()).isEqualTo("complete");
    }
  }

  /** Holds while the value stays what it was at the last look. */
  private static final class SameAs extends org.hamcrest.BaseMatcher<Integer> {
    private int last = -1;

    @Override
    public boolean matches(Object actual) {
      boolean same = last == (Integer) actual;
      last = (Integer) actual;
      return same;
    }

    @Override
    public void describeTo(org.hamcrest.Description description) {
      description.appendText("a value that stands still");
    }
  }
}
