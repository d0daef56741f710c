package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Same protocol in and out: T01, T02, T03, T17, T18, T30, and what is recorded of it. */
class PassThroughIT extends RelayFixture {

  static final String ANSWER =
      "{ \"type\":\"message\", \"id\":\"msg_1\",\"odd\" : 1.0, \"content\":[{\"type\":\"text\",\"text\":\"h\\u00e9llo\"}],"
          + "\"usage\":{\"input_tokens\":10,\"cache_creation_input_tokens\":300,\"cache_creation\":"
          + "{\"ephemeral_5m_input_tokens\":100,\"ephemeral_1h_input_tokens\":200},\"cache_read_input_tokens\":50,"
          + "\"output_tokens\":40,\"service_tier\":\"standard\"}}\n";

  @Test
  void aWholeCallPassesByteForByteButForTheModelsName() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(
          it -> it.json(200, ANSWER, "request-id: req_up", "set-cookie: a=b", "server: x"));
      Sale sale = aSale();
      anUpstream(sale, "anthropic", upstream.port(), 0, "their-model");
      awaitPriced(sale);
      String before =
          "{\"zz\":1.0, \"n2\" : 1e2,\n \"messages\":[{\"x\":{\"model\":\"inner\"},\"t\":\"\\u00e9\"}], \"model\" : ";
      String after = " ,\"max_tokens\":10,\"unknown\":{\"deep\":[1,2,{}]}}";
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = messages(caller, before + "\"" + sale.model() + "\"" + after);

      // Then
      assertThat(upstream.only().text()).isEqualTo(before + "\"their-model\"" + after);
      assertThat(upstream.only().requestLine()).isEqualTo("POST /v1/messages HTTP/1.1");
      assertThat(upstream.only().values("x-api-key")).containsExactly("sk-canary-credential");
      assertThat(upstream.only().values("anthropic-version")).containsExactly("2023-06-01");
      assertThat(upstream.only().values("accept-encoding")).containsExactly("identity");
      assertThat(upstream.only().values("x-posthouse-caller")).isEmpty();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).isEqualTo(ANSWER);
      assertThat(answer.header("x-posthouse-request-id")).isEqualTo(caller.requestId());
      assertThat(answer.header("request-id")).isEqualTo("req_up");
      assertThat(answer.header("set-cookie")).isNull();
      assertThat(answer.header("server")).isNull();
    }
  }

  @Test
  void aCallIsRecordedOnceWithWhatTheUpstreamReported() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, ANSWER, "request-id: req_up"));
      Sale sale = aSaleThrough("anthropic", upstream);
      TestCaller caller = TestCaller.any();
      String body = "{\"model\":\"" + sale.model() + "\",\"max_tokens\":10,\"messages\":[]}";

      // When
      messages(caller, body);
      JsonNode event = usageOf(caller);

      // Then
      assertThat(event.path("tokens").toString())
          .isEqualTo(
              "{\"input\":10,\"cacheRead\":50,\"cacheWrite5m\":100,\"cacheWrite1h\":200,\"output\":40,\"reasoning\":0}");
      assertThat(event.path("end").asString()).isEqualTo("complete");
      assertThat(event.path("usageSource").asString()).isEqualTo("reported");
      assertThat(event.path("status").asInt()).isEqualTo(200);
      assertThat(event.path("priceVersion").toString())
          .isEqualTo("{\"official\":\"o-1\",\"multiplier\":\"m-1\"}");
      assertThat(event.path("attempts").get(0).path("upstreamRequestId").asString())
          .isEqualTo("req_up");
      BigDecimal worst =
          new BigDecimal(body.length() * 6 + 10 * 15).divide(new BigDecimal(2_000_000));
      assertThat(new BigDecimal(event.path("reserved").asString())).isEqualByComparingTo(worst);
      assertThat(billing.asks(caller.accountId())).hasSize(1);
      assertThat(
              billing.asks(caller.accountId()).getFirst().path("minimum").path("amount").asString())
          .isEqualTo(event.path("reserved").asString());
      Contracts.check("usage-recorded.v1", event.toString());
    }
  }

  static final String STREAM =
      """
      event: message_start
      data: {"type":"message_start","message":{"usage":{"input_tokens":10,"cache_creation_input_tokens":300,"cache_read_input_tokens":50,"cache_creation":{"ephemeral_5m_input_tokens":100,"ephemeral_1h_input_tokens":200},"output_tokens":1}}}

      : a comment

      event: unheard_of
      data: {"type":"unheard_of"}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello 驿站"}}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":40,"output_tokens_details":{"thinking_tokens":30}}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  @Test
  void aStreamPassesByteForByteWithItsQueryAndBetas() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      String crlf = STREAM.replace("\n", "\r\n");
      upstream.then(
          it -> {
            it.streamHead("request-id: req_s");
            byte[] bytes = crlf.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < bytes.length; i += 7) {
              it.chunk(java.util.Arrays.copyOfRange(bytes, i, Math.min(i + 7, bytes.length)));
            }
            it.endChunks();
          });
      Sale sale = aSaleThrough("anthropic", upstream);
      TestCaller caller = TestCaller.any();
      String request =
          request(
                  caller,
                  "POST",
                  "/v1/messages?beta=true",
                  "{\"model\":\"" + sale.model() + "\",\"stream\":true,\"max_tokens\":1}",
                  Map.of("anthropic-version", "2026-10-21"))
              .replaceFirst(
                  "\r\n", "\r\nanthropic-beta: one-2025,two\r\nanthropic-beta: unknown-x\r\n");

      // When
      RawClient.Answer answer;
      try (RawClient client = client()) {
        answer = client.send(request).readAnswer();
      }

      // Then
      assertThat(answer.text()).isEqualTo(crlf);
      assertThat(answer.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
      assertThat(answer.header("cache-control")).isEqualTo("no-cache, no-transform");
      assertThat(answer.header("x-accel-buffering")).isEqualTo("no");
      assertThat(answer.header("content-length")).isNull();
      assertThat(upstream.only().requestLine()).isEqualTo("POST /v1/messages?beta=true HTTP/1.1");
      assertThat(upstream.only().values("anthropic-beta"))
          .containsExactly("one-2025,two,unknown-x");
      assertThat(upstream.only().values("anthropic-version")).containsExactly("2026-10-21");
      JsonNode event = usageOf(caller);
      assertThat(event.path("tokens").toString())
          .isEqualTo(
              "{\"input\":10,\"cacheRead\":50,\"cacheWrite5m\":100,\"cacheWrite1h\":200,\"output\":40,\"reasoning\":30}");
      assertThat(event.path("end").asString()).isEqualTo("complete");
    }
  }

  @Test
  void t03WhatIsUnheardOfPassesUnchangedAndTheUsageIsReadAllTheSame() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given: an event, a block and a delta of kinds that nobody knows, and CRLF
      String novel =
          """
          event: content_block_start
          data: {"type":"content_block_start","index":0,"content_block":{"type":"novel_block","x":{"y":[1e2]}}}

          event: content_block_delta
          data: {"type":"content_block_delta","index":0,"delta":{"type":"novel_delta","z":"\\u00e9"}}

          : a comment
          event: novel_event
          data: {"type":"novel_event"}

          event: content_block_stop
          data: {"type":"content_block_stop","index":0}

          """;
      String all =
          (Wire.MESSAGES.prelude(5)
                  + novel
                  + Wire.MESSAGES.content("Hi")
                  + Wire.MESSAGES.terminal(5))
              .replace("\n", "\r\n");
      upstream.then(
          it -> {
            it.streamHead();
            it.chunk(all);
            it.endChunks();
          });
      Sale sale = aSaleThrough("anthropic", upstream);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = messages(caller, Wire.MESSAGES.request(sale, "hi", true));

      // Then
      assertThat(answer.text()).isEqualTo(all);
      JsonNode event = usageOf(caller);
      assertThat(event.path("tokens").path("input").asInt()).isEqualTo(5);
      assertThat(event.path("tokens").path("output").asInt()).isEqualTo(7);
      assertThat(event.path("usageSource").asString()).isEqualTo("reported");
    }
  }

  private static String chunk(String delta, String finish, String usage) {
    return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}],\"usage\":"
        + usage
        + "}\n\n";
  }

  static final String CHAT_BODY =
      chunk("{\"role\":\"assistant\"}", "null", "null")
          + chunk("{\"content\":\"Hi\"}", "null", "null")
          + chunk("{}", "\"stop\"", "null");
  static final String CHAT_USAGE =
      "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":200,\"total_tokens\":1200,"
          + "\"prompt_tokens_details\":{\"cached_tokens\":600,\"cache_write_tokens\":300},"
          + "\"completion_tokens_details\":{\"reasoning_tokens\":150}}}\n\n";
  static final String CHAT_DONE = "data: [DONE]\n\n";

  private static FakeUpstream.Script chatStream(int pieces) {
    return it -> {
      it.streamHead();
      byte[] bytes = (CHAT_BODY + CHAT_USAGE + CHAT_DONE).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < bytes.length; i += pieces) {
        it.chunk(java.util.Arrays.copyOfRange(bytes, i, Math.min(i + pieces, bytes.length)));
      }
      it.endChunks();
    };
  }

  @Test
  void aChatStreamThatDidNotAskForUsageIsBilledFromItAndDoesNotSeeIt() {
    for (int pieces : new int[] {5, 64, 100_000}) {
      try (FakeUpstream upstream = new FakeUpstream()) {
        // Given
        upstream.then(chatStream(pieces));
        Sale sale = aSaleThrough("openai", upstream);
        TestCaller caller = TestCaller.any();

        // When
        RawClient.Answer answer =
            chat(caller, " {\"model\":\"" + sale.model() + "\",\"stream\":true}");

        // Then
        assertThat(upstream.only().text())
            .isEqualTo(
                " {\"stream_options\":{\"include_usage\":true},\"model\":\""
                    + sale.model()
                    + "\",\"stream\":true}");
        assertThat(upstream.only().requestLine()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
        assertThat(upstream.only().values("authorization"))
            .containsExactly("Bearer sk-canary-credential");
        assertThat(answer.text()).isEqualTo(CHAT_BODY + CHAT_DONE);
        assertThat(usageOf(caller).path("tokens").toString())
            .isEqualTo(
                "{\"input\":100,\"cacheRead\":600,\"cacheWrite5m\":300,\"cacheWrite1h\":0,\"output\":200,\"reasoning\":150}");
      }
    }
  }

  @Test
  void aChatStreamThatAskedForUsageSeesExactlyOneUsageChunk() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(chatStream(33));
      Sale sale = aSaleThrough("openai", upstream);
      String body =
          "{\"model\":\""
              + sale.model()
              + "\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

      // When
      RawClient.Answer answer = chat(TestCaller.any(), body);

      // Then
      assertThat(upstream.only().text()).isEqualTo(body);
      assertThat(answer.text()).isEqualTo(CHAT_BODY + CHAT_USAGE + CHAT_DONE);
    }
  }

  @Test
  void theUpstreamsOwnWordsOnABadRequestPassUnmodified() {
    try (FakeUpstream first = new FakeUpstream();
        FakeUpstream second = new FakeUpstream()) {
      // Given
      String error =
          "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Extra inputs are not permitted\"}} ";
      first.then(it -> it.json(400, error, "request-id: req_400"));
      Sale sale = aSaleThrough("anthropic", first, second);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = messages(caller, "{\"model\":\"" + sale.model() + "\"}");

      // Then
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).isEqualTo(error);
      assertThat(answer.header("request-id")).isEqualTo("req_400");
      assertThat(second.received()).isEmpty();
      JsonNode event = usageOf(caller);
      assertThat(event.path("end").asString()).isEqualTo("upstream_error");
      assertThat(event.path("status").asInt()).isEqualTo(400);
      assertThat(event.path("tokens").path("output").asInt()).isZero();
    }
  }

  @Test
  void connectionsToUpstreamsAreUsedAgain() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Sale sale = aSaleThrough("anthropic", upstream);
      for (int i = 0; i < 5; i++) {
        upstream.then(it -> it.json(200, ANSWER));
      }

      // When
      for (int i = 0; i < 5; i++) {
        assertThat(messages(TestCaller.any(), "{\"model\":\"" + sale.model() + "\"}").status())
            .isEqualTo(200);
      }

      // Then
      assertThat(upstream.connections.get()).isEqualTo(1);
    }
  }

  @Test
  void reasoningThatAnotherProviderMadeIsTakenOutAndNamed() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, ANSWER));
      Sale sale = aSaleThrough("anthropic", upstream);
      TestCaller caller = TestCaller.any();
      String rest =
          "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"n\",\"input\":{\"x\":1e2}}]}],\"max_tokens\":5}";
      String before =
          "{\"model\":\"" + sale.model() + "\",\"messages\":[{\"role\":\"assistant\",\"content\":[";

      // When
      messages(
          caller,
          before
              + "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"Posthse1QUJD\"}, "
              + rest);

      // Then
      assertThat(upstream.only().text()).isEqualTo(before + rest);
      assertThat(usageOf(caller).path("changes").toString()).isEqualTo("[\"foreign-reasoning\"]");
    }
  }
}
