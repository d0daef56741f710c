package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A call whose upstream speaks another protocol, end to end: T25, T27, T28, T38. */
class TranslatedIT extends RelayFixture {

  private static final String CHAT =
      "data:"
          + " {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hello\"}}]}\n\n";
  private static final String CHAT_END =
      "data:"
          + " {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
          + "data:"
          + " {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":1000,\"prompt_tokens_details\":{\"cached_tokens\":600},\"completion_tokens\":200,\"total_tokens\":1200}}\n\n"
          + "data: [DONE]\n\n";

  private static final String TEXT_BEGINS =
      "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n";

  private static String body(Sale sale, boolean stream) {
    return "{\"model\":\""
        + sale.model()
        + "\",\"max_tokens\":9,\"stream\":"
        + stream
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  }

  private static FakeUpstream.Script stream(String text) {
    return it -> {
      it.streamHead();
      it.chunk(text);
      it.endChunks();
    };
  }

  @Test
  void aMessagesStreamOutOfAChatUpstreamIsBilledFromTheUpstreamsBytes() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(stream(CHAT + CHAT_END));
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = messages(caller, body(sale, true));

      // Then
      assertThat(upstream.only().requestLine()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
      assertThat(upstream.only().values("authorization"))
          .containsExactly("Bearer sk-canary-credential");
      assertThat(upstream.only().values("anthropic-version")).isEmpty();
      assertThat(answer.header("content-type")).startsWith("text/event-stream");
      assertThat(answer.text())
          .startsWith("event: message_start")
          .contains("Hello")
          .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
      JsonNode event = usageOf(caller);
      assertThat(event.path("tokens").path("input").asInt()).isEqualTo(400);
      assertThat(event.path("tokens").path("cacheRead").asInt()).isEqualTo(600);
      assertThat(event.path("tokens").path("output").asInt()).isEqualTo(200);
      assertThat(event.path("changes").toString()).isEqualTo("[\"translated\"]");
    }
  }

  @Test
  void aChatAnswerOutOfAMessagesUpstream() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(
          it ->
              it.json(
                  200,
                  "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}],"
                      + "\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":10,\"output_tokens\":4}}",
                  "request-id: req_up"));
      Sale sale = aSaleThrough("anthropic", upstream);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = chat(caller, body(sale, false));

      // Then
      JsonNode said = json.readTree(answer.body());
      assertThat(upstream.only().requestLine()).isEqualTo("POST /v1/messages HTTP/1.1");
      assertThat(upstream.only().values("x-api-key")).containsExactly("sk-canary-credential");
      assertThat(said.path("choices").get(0).path("message").path("content").asString())
          .isEqualTo("Hi");
      assertThat(answer.header("x-request-id")).isEqualTo("req_up");
      assertThat(usageOf(caller).path("tokens").path("output").asInt()).isEqualTo(4);
    }
  }

  @Test
  void anErrorBeforeTheFirstContentMovesOnAcrossProtocols() {
    try (FakeUpstream first = new FakeUpstream();
        FakeUpstream second = new FakeUpstream()) {
      // Given: the first speaks Chat and fails inside its 200, the second speaks Messages
      first.then(stream("data: {\"error\":{\"message\":\"overloaded\"}}\n\n"));
      second.then(stream(PassThroughIT.STREAM));
      Sale sale = aSale();
      anUpstream(sale, "openai", first.port(), 0, "x");
      anUpstream(sale, "anthropic", second.port(), 1, "x");
      awaitPriced(sale);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = messages(caller, body(sale, true));

      // Then
      assertThat(answer.text()).isEqualTo(PassThroughIT.STREAM);
      JsonNode event = usageOf(caller);
      assertThat(event.path("attempts").size()).isEqualTo(2);
      assertThat(event.path("end").asString()).isEqualTo("complete");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT, server_is_overloaded",
    "RESPONSES, server_is_overloaded",
    "GEMINI, UNAVAILABLE"
  })
  void t28AnErrorEventAfterContentIsSaidInTheClientsProtocolAndEndsTheStream(
      Wire client, String word) throws IOException {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      CountDownLatch seen = new CountDownLatch(1);
      upstream.then(
          it -> {
            it.streamHead();
            it.chunk(Wire.MESSAGES.prelude(5) + TEXT_BEGINS + Wire.MESSAGES.content("Hello"));
            seen.await(10, TimeUnit.SECONDS);
            it.chunk(Wire.MESSAGES.overload());
            it.endChunks();
          });
      Sale sale = aSaleThrough("anthropic", upstream);
      TestCaller caller = TestCaller.any();

      // When
      ByteArrayOutputStream rest = new ByteArrayOutputStream();
      try (RawClient http = client()) {
        http.send(
            request(
                caller,
                "POST",
                client.path(sale, true),
                client.request(sale, "hi", true),
                Map.of()));
        http.readHead();
        http.readUntil("Hello");
        seen.countDown();
        http.readChunks(rest, Integer.MAX_VALUE);
      }

      // Then
      assertThat(rest.toString(StandardCharsets.UTF_8))
          .contains(client.brokenOff, word)
          .doesNotContain(client.terminator);
      JsonNode event = usageOf(caller);
      assertThat(event.path("end").asString()).isEqualTo("upstream_error");
      assertThat(event.path("usageSource").asString()).isEqualTo("partial");
    }
  }

  @Test
  void aCutInTheMiddleIsSaidInTheClientsProtocol() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(stream(CHAT));
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = messages(caller, body(sale, true));

      // Then
      assertThat(answer.text()).contains("Hello", "event: error").doesNotContain("message_stop");
      JsonNode event = usageOf(caller);
      assertThat(event.path("end").asString()).isEqualTo("upstream_cut");
      assertThat(event.path("usageSource").asString()).isEqualTo("estimated");
    }
  }

  @Test
  void anOperatorSaysHowCallsAreTranslatedToAnUpstream() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, PassThroughIT.ANSWER));
      Sale sale = aSale();
      Map<String, Object> options =
          Map.of("anthropicVersion", "2026-10-21", "strict", true, "rewriteModel", true);
      anUpstream(sale, "anthropic", upstream.port(), 0, "theirs", Map.of("translation", options));
      awaitPriced(sale);
      TestCaller caller = TestCaller.any();
      String call = Wire.CHAT.request(sale, "hi", false);

      // When
      RawClient.Answer answer = chat(caller, call);
      RawClient.Answer refused = chat(TestCaller.any(), call.replaceFirst("\\{", "{\"seed\":7,"));

      // Then
      assertThat(upstream.only().values("anthropic-version")).containsExactly("2026-10-21");
      assertThat(json.readTree(answer.body()).path("model").asString()).isEqualTo(sale.model());
      assertThat(usageOf(caller).path("changes").toString())
          .contains("\"model-name\"", "\"translated\"");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text()).contains("seed");
    }
  }

  @Test
  void anErrorOfTheCallersOwnIsSaidInTheClientsWords() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(
          it ->
              it.json(
                  400,
                  "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens."
                      + " However, your messages resulted in 9000"
                      + " tokens.\",\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}"));
      Sale sale = aSaleThrough("openai", upstream);

      // When
      RawClient.Answer answer = messages(TestCaller.any(), body(sale, false));

      // Then
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("\"type\":\"error\"", "prompt is too long");
    }
  }

  @Test
  void anUpstreamOfTheClientsOwnProtocolComesFirstAmongEquals() {
    try (FakeUpstream chat = new FakeUpstream();
        FakeUpstream own = new FakeUpstream()) {
      // Given
      own.then(it -> it.json(200, PassThroughIT.ANSWER));
      Sale sale = aSale();
      anUpstream(sale, "openai", chat.port(), 0, "x", Map.of("weight", 1000));
      anUpstream(sale, "anthropic", own.port(), 0, "x", Map.of("weight", 1));
      awaitPriced(sale);

      // When
      RawClient.Answer answer = messages(TestCaller.any(), body(sale, false));

      // Then
      assertThat(answer.text()).isEqualTo(PassThroughIT.ANSWER);
      assertThat(chat.received()).isEmpty();
    }
  }

  @Test
  void aFieldThatTheUpstreamCannotCarryIsRefusedByName() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Sale sale = aSaleThrough("anthropic", upstream);

      // When
      RawClient.Answer answer =
          chat(
              TestCaller.any(),
              body(sale, false).replace("\"max_tokens\"", "\"n\":2,\"max_tokens\""));

      // Then
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("\"param\":\"n\"");
      assertThat(upstream.received()).isEmpty();
    }
  }
}
