package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every surface but Messages and Chat: T15, T16, T23, T26, T28, T56, T58, T60. */
class SurfacesIT extends RelayFixture {

  private static final String RESPONSES =
      """
      event: response.created
      data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","created_at":7,"model":"gpt-5-2026-01-01","usage":null}}

      event: response.output_text.delta
      data: {"type":"response.output_text.delta","sequence_number":1,"item_id":"m","output_index":0,"content_index":0,"delta":"Hi 驿"}

      """;

  private static final String COMPLETED =
      """
      event: response.completed
      data: {"type":"response.completed","sequence_number":2,"response":{"id":"resp_1","model":"gpt-5-2026-01-01","output":[{"type":"web_search_call"},{"type":"message"}],"usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":60},"output_tokens":20,"output_tokens_details":{"reasoning_tokens":5},"total_tokens":120}}}

      """;

  private static FakeUpstream.Script stream(String text) {
    return it -> {
      it.streamHead();
      it.chunk(text);
      it.endChunks();
    };
  }

  private static String body(Sale sale, String more) {
    return "{\"model\":\"" + sale.model() + "\"" + more + "}";
  }

  @Test
  void aResponsesStreamPassesAndIsBilledFromItsTerminalEventAlone() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(stream(RESPONSES + COMPLETED));
      Sale sale = aSale();
      anUpstream(sale, "openai", upstream.port(), 0, "gpt-5");
      awaitPriced(sale);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer =
          call(caller, "POST", "/v1/responses", body(sale, ",\"stream\":true"), Map.of());

      // Then
      assertThat(answer.text()).isEqualTo(RESPONSES + COMPLETED);
      assertThat(upstream.only().requestLine()).isEqualTo("POST /v1/responses HTTP/1.1");
      JsonNode event = usageOf(caller);
      assertThat(event.path("end").asString()).isEqualTo("complete");
      assertThat(event.path("usageSource").asString()).isEqualTo("reported");
      assertThat(event.path("tokens").path("input").asInt()).isEqualTo(40);
      assertThat(event.path("tokens").path("cacheRead").asInt()).isEqualTo(60);
      assertThat(event.path("tokens").path("output").asInt()).isEqualTo(20);
      assertThat(event.path("tools").path("web_search_call").asInt()).isEqualTo(1);
      assertThat(event.path("answeredModel").asString()).isEqualTo("gpt-5-2026-01-01");
      assertThat(event.path("modelAsAsked").asBoolean()).isTrue();
    }
  }

  @Test
  void t23AClientThatClosesAtTheTerminalEventIsBilledInFull() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given: an upstream that ends its stream only when it is left
      upstream.then(
          it -> {
            it.streamHead();
            it.chunk(RESPONSES + COMPLETED);
            it.awaitClosed(10_000);
          });
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();

      // When
      try (RawClient client = client()) {
        client.send(
            request(caller, "POST", "/v1/responses", body(sale, ",\"stream\":true"), Map.of()));
        client.readHead();
        client.readUntil("response.completed");
      }

      // Then
      JsonNode event = usageOf(caller);
      assertThat(event.path("end").asString()).isEqualTo("complete");
      assertThat(event.path("usageSource").asString()).isEqualTo("reported");
      assertThat(event.path("tokens").path("output").asInt()).isEqualTo(20);
    }
  }

  @Test
  void aCutResponsesStreamEndsWithResponseFailed() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(stream(RESPONSES));
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer =
          call(caller, "POST", "/v1/responses", body(sale, ",\"stream\":true"), Map.of());

      // Then
      assertThat(answer.text())
          .startsWith(RESPONSES + "event: response.failed\n")
          .contains("\"sequence_number\":2", "\"id\":\"resp_1\"", "\"status\":\"failed\"");
      assertThat(usageOf(caller).path("end").asString()).isEqualTo("upstream_cut");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/responses/compact", "/v1/responses/input_tokens"})
  void whatOnlyResponsesHasPassesThroughAndIsNeverTranslated(String path) {
    try (FakeUpstream responses = new FakeUpstream();
        FakeUpstream messages = new FakeUpstream()) {
      // Given
      String said = "{\"id\":\"resp_1\",\"usage\":{\"input_tokens\":9,\"output_tokens\":2}}";
      responses.then(it -> it.json(200, said));
      Sale sale = aSaleThrough("openai", responses);
      Sale other = aSaleThrough("anthropic", messages);

      // When
      RawClient.Answer passed = call("POST", path, body(sale, ",\"input\":\"hi\""), Map.of());
      RawClient.Answer refused = call("POST", path, body(other, ",\"input\":\"hi\""), Map.of());

      // Then
      assertThat(passed.text()).isEqualTo(said);
      assertThat(responses.only().requestLine()).isEqualTo("POST " + path + " HTTP/1.1");
      assertThat(refused.status()).isGreaterThanOrEqualTo(400);
      assertThat(messages.received()).isEmpty();
    }
  }

  @Test
  void countingPassesAndCostsNothing() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, "{\"input_tokens\":42}"));
      Sale sale = aSaleThrough("anthropic", upstream);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer =
          call(
              caller,
              "POST",
              "/v1/messages/count_tokens?beta=true",
              body(sale, ",\"messages\":[]"),
              Map.of());

      // Then
      assertThat(answer.text()).isEqualTo("{\"input_tokens\":42}");
      assertThat(answer.header("x-posthouse-estimated")).isNull();
      assertThat(upstream.only().requestLine())
          .isEqualTo("POST /v1/messages/count_tokens?beta=true HTTP/1.1");
      assertThat(billing.asks(caller.accountId())).isEmpty();
      assertThat(usage.of(caller.requestId())).isEmpty();
    }
  }

  @Test
  void countingWhereNoUpstreamCanIsAMarkedEstimate() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();
      String content = "x".repeat(400);

      // When
      RawClient.Answer answer =
          call(
              caller,
              "POST",
              "/v1/messages/count_tokens",
              body(sale, ",\"messages\":[{\"role\":\"user\",\"content\":\"" + content + "\"}]"),
              Map.of());
      RawClient.Answer unknown =
          call("POST", "/v1/messages/count_tokens", "{\"model\":\"nobody-knows-it\"}", Map.of());

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(json.readTree(answer.body()).path("input_tokens").asInt()).isPositive();
      assertThat(answer.header("x-posthouse-estimated")).isEqualTo("true");
      assertThat(upstream.received()).isEmpty();
      assertThat(billing.asks(caller.accountId())).isEmpty();
      assertThat(unknown.status()).isEqualTo(404);
      assertThat(unknown.text()).contains("not_found_error");
    }
  }

  @Test
  void vectorsComeTheWayTheClientAskedFor() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      String floats =
          "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5,-2.0]}],"
              + "\"model\":\"m\",\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}";
      String base64 = floats.replace("[0.5,-2.0]", "\"AAAAPwAAAMA=\"");
      upstream.then(it -> it.json(200, floats));
      upstream.then(it -> it.json(200, base64));
      upstream.then(it -> it.json(200, floats));
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();

      // When
      JsonNode asked =
          json.readTree(
              call(
                      caller,
                      "POST",
                      "/v1/embeddings",
                      body(sale, ",\"input\":\"a\",\"encoding_format\":\"base64\""),
                      Map.of())
                  .body());
      JsonNode plain =
          json.readTree(
              call("POST", "/v1/embeddings", body(sale, ",\"input\":\"a\""), Map.of()).body());
      RawClient.Answer same =
          call("POST", "/v1/embeddings", body(sale, ",\"input\":\"a\""), Map.of());

      // Then
      ByteBuffer vector =
          ByteBuffer.wrap(
                  Base64.getDecoder()
                      .decode(asked.path("data").get(0).path("embedding").asString()))
              .order(ByteOrder.LITTLE_ENDIAN);
      assertThat(vector.getFloat()).isEqualTo(0.5f);
      assertThat(vector.getFloat()).isEqualTo(-2.0f);
      assertThat(plain.path("data").get(0).path("embedding").get(1).asDouble()).isEqualTo(-2.0);
      assertThat(same.text()).isEqualTo(floats);
      JsonNode event = usageOf(caller);
      assertThat(event.path("tokens").path("input").asInt()).isEqualTo(8);
      assertThat(event.path("tokens").path("output").asInt()).isZero();
      assertThat(event.path("changes").toString()).isEqualTo("[\"encoding\"]");
    }
  }

  @Test
  void geminiPassesWithItsModelInThePathAndIsBilledFromTheLastCounters() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      String chunks =
          "data:"
              + " {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}],\"usageMetadata\":{\"promptTokenCount\":100,\"candidatesTokenCount\":3},\"modelVersion\":\"their-model\"}\r\n\r\n"
              + "data:"
              + " {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":100,\"cachedContentTokenCount\":40,\"candidatesTokenCount\":10,\"thoughtsTokenCount\":20,\"toolUsePromptTokenCount\":5,\"totalTokenCount\":135}}\r\n\r\n";
      upstream.then(stream(chunks));
      upstream.then(it -> it.json(200, "{\"totalTokens\":7}"));
      Sale sale = aSale();
      String name =
          anUpstream(
              sale,
              "gemini",
              upstream.port(),
              0,
              "their-model",
              Map.of("baseUrl", "http://127.0.0.1:" + upstream.port()));
      awaitPriced(sale);
      TestCaller caller = TestCaller.any();
      String path = "/v1beta/models/" + sale.model();

      // When
      RawClient.Answer answer =
          call(
              caller,
              "POST",
              path + ":streamGenerateContent?alt=sse&key=secret",
              "{\"contents\":[],\"generationConfig\":{\"maxOutputTokens\":5}}",
              Map.of());
      RawClient.Answer count = call("POST", path + ":countTokens", "{\"contents\":[]}", Map.of());
      RawClient.Answer array =
          call("POST", path + ":streamGenerateContent", "{\"contents\":[]}", Map.of());

      // Then
      assertThat(name).isNotEmpty();
      assertThat(answer.text()).isEqualTo(chunks);
      assertThat(upstream.received().getFirst().requestLine())
          .isEqualTo("POST /v1beta/models/their-model:streamGenerateContent?alt=sse HTTP/1.1");
      assertThat(upstream.received().getFirst().values("x-goog-api-key"))
          .containsExactly("sk-canary-credential");
      JsonNode event = usageOf(caller);
      assertThat(event.path("tokens").path("input").asInt()).isEqualTo(65);
      assertThat(event.path("tokens").path("cacheRead").asInt()).isEqualTo(40);
      assertThat(event.path("tokens").path("output").asInt()).isEqualTo(30);
      assertThat(count.text()).isEqualTo("{\"totalTokens\":7}");
      assertThat(array.status()).isEqualTo(400);
      assertThat(array.text()).contains("INVALID_ARGUMENT");
    }
  }

  @Test
  void modelsAreListedInThreeShapesAndAnUpgradeIsAnsweredAtOnce() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any().withModels(sale.model());

      // When
      JsonNode list =
          json.readTree(call(caller, "GET", "/v1/models?limit=1000", null, Map.of()).body());
      JsonNode gemini = json.readTree(call(caller, "GET", "/v1beta/models", null, Map.of()).body());
      JsonNode one =
          json.readTree(
              call(caller, "GET", "/v1beta/models/" + sale.model(), null, Map.of()).body());
      RawClient.Answer upgrade =
          call(
              caller,
              "GET",
              "/v1/responses",
              null,
              Map.of("upgrade", "websocket", "connection", "upgrade"));

      // Then
      assertThat(list.path("data").get(0).path("id").asString()).isEqualTo(sale.model());
      assertThat(gemini.path("models").get(0).path("name").asString())
          .isEqualTo("models/" + sale.model());
      assertThat(one.path("inputTokenLimit").asInt()).isEqualTo(200_000);
      assertThat(upgrade.status()).isEqualTo(426);
    }
  }

  @Test
  void anUpstreamServesWhatItsOperatorSays() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Sale sale = aSale();
      anUpstream(
          sale, "openai", upstream.port(), 0, "x", Map.of("surfaces", java.util.List.of("chat")));
      awaitPriced(sale);

      // When
      RawClient.Answer answer =
          call("POST", "/v1/embeddings", body(sale, ",\"input\":\"a\""), Map.of());

      // Then
      assertThat(answer.status()).isEqualTo(404);
    }
  }
}
