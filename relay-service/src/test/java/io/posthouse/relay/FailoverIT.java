package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Before the first byte: T24, T27 (before), T29, T31, T32, T37. */
class FailoverIT extends RelayFixture {

  private static final String ANSWER = PassThroughIT.ANSWER;
  private static final String STREAM = PassThroughIT.STREAM;

  private static String body(Sale sale, boolean stream) {
    return "{\"model\":\"" + sale.model() + "\",\"max_tokens\":9,\"stream\":" + stream + "}";
  }

  private static FakeUpstream.Script goodStream() {
    return it -> {
      it.streamHead();
      it.chunk(STREAM);
      it.endChunks();
    };
  }

  @Test
  void aResetBeforeTheStatusMovesOnAndIsChargedOnce() {
    try (FakeUpstream first = new FakeUpstream();
        FakeUpstream second = new FakeUpstream()) {
      // Given
      first.then(FakeUpstream.Exchange::reset);
      second.then(it -> it.json(200, ANSWER));
      Sale sale = aSaleThrough("anthropic", first, second);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = messages(caller, body(sale, false));

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).isEqualTo(ANSWER);
      JsonNode event = usageOf(caller);
      assertThat(event.path("attempts").size()).isEqualTo(2);
      assertThat(event.path("attempts").get(0).path("outcome").asString()).isEqualTo("cut");
      assertThat(event.path("attempts").get(1).path("outcome").asString()).isEqualTo("answered");
      assertThat(event.path("end").asString()).isEqualTo("complete");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 403, 408, 429, 500, 503, 529})
  void aStatusThatIsNotTheCallersOwnMovesOn(int status) {
    try (FakeUpstream first = new FakeUpstream();
        FakeUpstream second = new FakeUpstream()) {
      // Given
      first.then(it -> it.json(status, "{\"error\":{\"message\":\"sk-secret of org-1\"}}"));
      second.then(it -> it.json(200, ANSWER));
      Sale sale = aSaleThrough("anthropic", first, second);

      // When
      RawClient.Answer answer = messages(TestCaller.any(), body(sale, false));

      // Then
      assertThat(answer.text()).isEqualTo(ANSWER);
    }
  }

  @Test
  void aBodyThatBreaksOffMovesOnWhileNothingWasSent() {
    try (FakeUpstream first = new FakeUpstream();
        FakeUpstream second = new FakeUpstream()) {
      // Given
      first.then(
          it -> {
            it.write(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{\"type\":");
            it.close();
          });
      second.then(it -> it.json(200, ANSWER));
      Sale sale = aSaleThrough("anthropic", first, second);

      // When
      RawClient.Answer answer = messages(TestCaller.any(), body(sale, false));

      // Then
      assertThat(answer.text()).isEqualTo(ANSWER);
    }
  }

  @Test
  void anErrorEventBeforeTheFirstContentMovesOn() {
    try (FakeUpstream first = new FakeUpstream();
        FakeUpstream second = new FakeUpstream()) {
      // Given
      first.then(
          it -> {
            it.streamHead();
            it.chunk(STREAM.substring(0, STREAM.indexOf(": a comment")));
            it.chunk(
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}\n\n");
            it.endChunks();
          });
      second.then(goodStream());
      Sale sale = aSaleThrough("anthropic", first, second);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = messages(caller, body(sale, true));

      // Then
      assertThat(answer.text()).isEqualTo(STREAM);
      assertThat(usageOf(caller).path("tokens").path("output").asInt()).isEqualTo(40);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/json"})
  void aSuccessThatIsNoStreamMovesOn(String type) {
    try (FakeUpstream first = new FakeUpstream();
        FakeUpstream second = new FakeUpstream()) {
      // Given
      first.then(it -> it.whole(200, type, "{\"error\":{\"message\":\"no\"}}"));
      second.then(goodStream());
      Sale sale = aSaleThrough("anthropic", first, second);

      // When
      RawClient.Answer answer = messages(TestCaller.any(), body(sale, true));

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).isEqualTo(STREAM);
    }
  }

  @Test
  void noAnswerOfAnyUpstreamIsA502InTheCallersProtocol() {
    try (FakeUpstream only = new FakeUpstream()) {
      // Given
      only.then(it -> it.whole(200, "text/html", "<html>"));
      Sale sale = aSaleThrough("openai", only);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = chat(caller, body(sale, true));

      // Then
      assertThat(answer.status()).isEqualTo(502);
      assertThat(json.readTree(answer.body()).path("error").path("code").asString())
          .isEqualTo("upstream_error");
      assertThat(answer.header("x-request-id")).isEqualTo(caller.requestId());
      JsonNode event = usageOf(caller);
      assertThat(event.path("end").asString()).isEqualTo("upstream_error");
      assertThat(event.path("status").asInt()).isEqualTo(502);
      assertThat(event.path("tokens").path("input").asInt()).isZero();
    }
  }

  @Test
  void aRefusedCredentialIsNeverTheCallers401() {
    try (FakeUpstream only = new FakeUpstream()) {
      // Given
      only.then(it -> it.json(401, "{\"error\":{\"message\":\"bad key sk-secret\"}}"));
      Sale sale = aSaleThrough("anthropic", only);

      // When
      RawClient.Answer first = messages(TestCaller.any(), body(sale, false));
      RawClient.Answer second = messages(TestCaller.any(), body(sale, false));

      // Then
      assertThat(first.status()).isEqualTo(502);
      assertThat(first.text()).contains("\"type\":\"api_error\"").doesNotContain("sk-secret");
      assertThat(second.status()).isEqualTo(502);
      assertThat(only.received()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MESSAGES, rate_limit_error",
    "CHAT, rate_limit_exceeded",
    "RESPONSES, rate_limit_exceeded",
    "GEMINI, RESOURCE_EXHAUSTED"
  })
  void t32ThePauseOfAllUpstreamsIsPassedOnInTheCallersProtocol(Wire wire, String word) {
    try (FakeUpstream one = new FakeUpstream();
        FakeUpstream other = new FakeUpstream()) {
      // Given
      one.then(it -> it.json(429, "{}", "retry-after: 7"));
      other.then(it -> it.json(429, "{}", "retry-after: 7"));
      Sale sale = aSaleThrough(wire.protocol, one, other);
      String path = wire.path(sale, false);
      String body = wire.request(sale, "hi", false);

      // When
      RawClient.Answer first = call("POST", path, body, Map.of());
      RawClient.Answer second = call("POST", path, body, Map.of());

      // Then
      assertThat(first.status()).isEqualTo(429);
      assertThat(first.text()).contains(word);
      assertThat(first.header("retry-after")).isIn("6", "7");
      assertThat(second.status()).isEqualTo(429);
      assertThat(Integer.parseInt(second.header("retry-after"))).isBetween(1, 7);
      assertThat(one.received()).hasSize(1);
      assertThat(other.received()).hasSize(1);
    }
  }

  @Test
  void noUpstreamUpIsAnOverloadInTheCallersProtocol() {
    FakeUpstream gone = new FakeUpstream();
    Sale anthropic = aSaleThrough("anthropic", gone);
    Sale openai = aSaleThrough("openai", gone);
    Sale gemini = aSaleThrough("gemini", gone);
    gone.close();

    // When
    RawClient.Answer first = messages(TestCaller.any(), body(anthropic, true));
    RawClient.Answer second = chat(TestCaller.any(), body(openai, false));
    RawClient.Answer third =
        call(
            "POST",
            Wire.GEMINI.path(gemini, false),
            Wire.GEMINI.request(gemini, "hi", false),
            Map.of());

    // Then
    assertThat(first.status()).isEqualTo(529);
    assertThat(json.readTree(first.body()).path("error").path("type").asString())
        .isEqualTo("overloaded_error");
    assertThat(first.header("retry-after")).isNotNull();
    assertThat(second.status()).isEqualTo(503);
    assertThat(json.readTree(second.body()).path("error").path("code").asString())
        .isEqualTo("server_is_overloaded");
    assertThat(second.header("retry-after")).isNotNull();
    assertThat(third.status()).isEqualTo(503);
    assertThat(json.readTree(third.body()).path("error").path("status").asString())
        .isEqualTo("UNAVAILABLE");
    assertThat(third.header("retry-after")).isNotNull();
  }

  @Test
  void anUpstreamThatIsSilentIsLeftForTheNext() {
    try (FakeUpstream first = new FakeUpstream();
        FakeUpstream second = new FakeUpstream()) {
      // Given
      first.then(it -> it.awaitClosed(10_000));
      second.then(it -> it.json(200, ANSWER));
      Sale sale = aSaleThrough("anthropic", first, second);

      // When
      RawClient.Answer answer = messages(TestCaller.any(), body(sale, false));

      // Then
      assertThat(answer.text()).isEqualTo(ANSWER);
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    try (FakeUpstream only = new FakeUpstream();
        FakeUpstream elsewhere = new FakeUpstream()) {
      // Given
      only.then(
          it ->
              it.json(
                  302, "{}", "location: http://127.0.0.1:" + elsewhere.port() + "/v1/messages"));
      Sale sale = aSaleThrough("anthropic", only);

      // When
      RawClient.Answer answer = messages(TestCaller.any(), body(sale, false));

      // Then
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.header("location")).isNull();
      assertThat(elsewhere.received()).isEmpty();
    }
  }
}
