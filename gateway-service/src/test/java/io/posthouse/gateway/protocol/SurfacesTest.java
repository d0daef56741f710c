package io.posthouse.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SurfacesTest {

  @ParameterizedTest
  @CsvSource({
    "/v1/messages, RELAY, ANTHROPIC, /v1/messages",
    "/messages, RELAY, ANTHROPIC, /v1/messages",
    "/v1/v1/messages, RELAY, ANTHROPIC, /v1/messages",
    "/v1/v1/chat/completions, RELAY, OPENAI, /v1/chat/completions",
    "/embeddings, RELAY, OPENAI, /v1/embeddings",
    "/responses/compact, RELAY, OPENAI, /v1/responses/compact",
    "/v1/responses/resp_1, RELAY, OPENAI, /v1/responses/resp_1",
    "/v1/models, RELAY, , /v1/models",
    "/v1/models/a%2Fb, RELAY, , /v1/models/a%2Fb",
    "/v1/v1/models/gpt-5, RELAY, , /v1/models/gpt-5",
    "/v1beta/models, RELAY, GEMINI, /v1beta/models",
    "/v1beta/models/g:streamGenerateContent, RELAY, GEMINI, /v1beta/models/g:streamGenerateContent",
    "/v1/balance, BILLING, OURS, /v1/balance",
    "/v1/receipts/r, BILLING, OURS, /v1/receipts/r",
    "/v1/limits, LIMITS, OURS, /v1/limits",
    "/v1/nothing, UNKNOWN, , /v1/nothing",
    "/v1, UNKNOWN, , /v1",
    "/v1/v1/balance, UNKNOWN, , /v1/v1/balance",
    "/v1beta/nothing, UNKNOWN, GEMINI, /v1beta/nothing",
  })
  void knowsEveryModelPathInEachOfItsForms(
      String path, Surface.Kind kind, Protocol protocol, String onward) {
    Surface surface = Surfaces.of(path);

    assertThat(surface.kind()).isEqualTo(kind);
    assertThat(surface.protocol()).isEqualTo(protocol);
    assertThat(surface.path()).isEqualTo(onward);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/keys", "/v2/messages", "/receipts/r", "/balance", "/v1x"})
  void leavesOtherPathsAlone(String path) {
    assertThat(Surfaces.of(path)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v1/messages",
        "/v1//messages",
        "/v1/./messages",
        "/v1/../x",
        "/v1/..",
        "/v1/%2e%2E/x",
        "/v1;a/messages",
        "/v1\\messages",
        "/v1/a%2fb",
        "/v1/a%5cb",
        "/v1/a%00",
        "/v1/a%0d%0a",
        "/v1/a%zz",
        "/v1/a%2",
        "/v1/é",
        "/v1/a b"
      })
  void refusesPathsThatCouldMeanTwoThings(String path) {
    assertThat(RawPath.isClean(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/v1/messages", "/v1/models/a%2Fb", "/v1/models/x.y-z:1", "/a/", "/%E9"})
  void acceptsPathsThatMeanOneThing(String path) {
    assertThat(RawPath.isClean(path)).isTrue();
  }

  @Test
  void rendersARefusalInEveryProtocol() {
    for (Protocol protocol : Protocol.values()) {
      for (Refusal refusal : Refusal.values()) {
        String body =
            new String(
                ErrorReplies.body(protocol, refusal, "id-1", 7),
                java.nio.charset.StandardCharsets.UTF_8);
        var json = tools.jackson.databind.json.JsonMapper.builder().build().readTree(body);
        assertThat(json.isObject()).isTrue();
        switch (protocol) {
          case ANTHROPIC -> {
            assertThat(json.path("type").asString()).isEqualTo("error");
            assertThat(json.path("request_id").asString()).isEqualTo("id-1");
            assertThat(json.path("error").path("message").asString()).isNotEmpty();
          }
          case OPENAI -> assertThat(json.path("error").has("code")).isTrue();
          case GEMINI ->
              assertThat(json.path("error").path("code").asInt())
                  .isEqualTo(refusal.status(protocol));
          case OURS ->
              assertThat(json.path("type").asString()).startsWith("urn:posthouse:problem:");
        }
      }
    }
    assertThat(Refusal.UNAVAILABLE.status(Protocol.ANTHROPIC)).isEqualTo(529);
    assertThat(Refusal.UNAVAILABLE.status(Protocol.OPENAI)).isEqualTo(503);
  }
}
