package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whose call it is: keys, where they stand, and what a caller may say of itself. */
class CallersIT extends GatewayIntegration {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/messages",
        "/messages",
        "/v1/v1/messages",
        "/v1/messages/count_tokens",
        "/v1/chat/completions",
        "/chat/completions",
        "/v1/responses",
        "/v1/embeddings",
        "/v1beta/models/gemini-3:generateContent"
      })
  void passesACallOnWithASignedCaller(String path) {
    TestKey key =
        aKey(
            Map.of(
                "channels", List.of("demo"),
                "models", List.of("gpt-5"),
                "spendLimit",
                    Map.of("amount", Map.of("amount", "25", "currency", "USD"), "period", "day")));

    HttpResponse<String> response =
        send(post(path + "?beta=true", "{\"a\": 1}").header("x-api-key", key.secret()));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"ok\":true}");
    FakeService.Seen seen = RELAY.last();
    assertThat(seen.body()).isEqualTo("{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
    String canonical = path.startsWith("/v1beta") ? path : "/v1" + path.replace("/v1", "");
    assertThat(seen.uri()).isEqualTo(canonical + "?beta=true");
    JsonNode caller = caller(seen);
    assertThat(caller.path("keyId").asString()).isEqualTo(key.keyId());
    assertThat(caller.path("accountId").asString()).isEqualTo(key.accountId());
    assertThat(caller.path("method").asString()).isEqualTo("POST");
    assertThat(caller.path("path").asString()).isEqualTo(canonical);
    assertThat(caller.path("channels").toString()).isEqualTo("[\"demo\"]");
    assertThat(caller.path("models").toString()).isEqualTo("[\"gpt-5\"]");
    assertThat(caller.path("spendLimit").toString())
        .isEqualTo("{\"amount\":{\"amount\":\"25\",\"currency\":\"USD\"},\"period\":\"day\"}");
    assertThat(response.headers().firstValue("x-posthouse-request-id"))
        .hasValue(caller.path("requestId").asString());
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/messages, x-api-key, ''",
    "/v1/messages, Authorization, 'Bearer '",
    "/v1/messages, x-goog-api-key, ''",
    "/v1/chat/completions, Authorization, 'bearer '",
    "/v1/chat/completions, api-key, ''",
    "/v1/chat/completions, x-api-key, ''",
    "/v1beta/models/g:generateContent, x-goog-api-key, ''",
    "/v1beta/models/g:generateContent, Authorization, 'Bearer '",
  })
  void takesTheKeyFromEveryHeaderThatClientsUse(String path, String header, String prefix) {
    TestKey key = aKey();

    HttpResponse<String> response = send(post(path, "{}").header(header, prefix + key.secret()));

    assertThat(response.statusCode()).isEqualTo(200);
    for (String name : List.of("authorization", "x-api-key", "api-key", "x-goog-api-key")) {
      assertThat(RELAY.last().header(name)).as(name).isNull();
    }
  }

  @Test
  void takesGeminisKeyFromTheQueryAndScrubsIt() {
    TestKey key = aKey();

    HttpResponse<String> response =
        send(post("/v1beta/models/g:streamGenerateContent?key=" + key.secret() + "&alt=sse", "{}"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(RELAY.last().uri()).isEqualTo("/v1beta/models/g:streamGenerateContent?alt=sse");
  }

  @Test
  void takesAKeyFromNoOtherQuery() {
    TestKey key = aKey();

    assertThat(send(post("/v1/messages?key=" + key.secret(), "{}")).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/messages | {\"type\":\"error\",\"error\":{\"type\":\"authentication_error\"",
        "/v1/chat/completions | \"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"",
        "/v1/responses | \"code\":\"invalid_api_key\"",
        "/v1beta/models/g:generateContent | {\"error\":{\"code\":401",
      })
  void refusesABadKeyInTheCallersProtocol(String path, String expected) {
    String unknown = TestKeys.fresh();
    String broken = unknown.substring(0, 64) + (unknown.endsWith("A") ? "B" : "A");

    for (String key : List.of(unknown, broken, "sk-ant-123", "ph_live_", "x".repeat(5000))) {
      HttpResponse<String> response = send(post(path, "{}").header("x-goog-api-key", key));
      assertThat(response.statusCode()).as(key).isEqualTo(401);
      assertThat(response.body()).contains(expected).doesNotContain(key);
    }
    assertThat(send(post(path, "{}")).body()).contains(expected);
    assertThat(RELAY.count()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"keyStatus, revoked, 401", "keyStatus, suspended, 403", "accountStatus, banned, 403"})
  void refusesAKeyThatMayNotBeUsed(String field, String value, int status) {
    TestKey key = aKey(Map.of(field, value));

    HttpResponse<String> response = message(key);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body())
        .contains(status == 401 ? "authentication_error" : "permission_error");
  }

  @Test
  void refusesAnExpiredKeyAndOneFromAnotherAddress() {
    assertThat(message(aKey(Map.of("expiresAt", "2020-01-01T00:00:00Z"))).statusCode())
        .isEqualTo(401);
    assertThat(message(aKey(Map.of("allowedIps", List.of("203.0.113.0/24")))).statusCode())
        .isEqualTo(403);
    assertThat(message(aKey(Map.of("allowedIps", List.of("127.0.0.0/8")))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void stripsWhatACallerMayNotSay() {
    TestKey key = aKey();

    send(
        post("/v1/messages", "{}")
            .header("x-api-key", key.secret())
            .header("authorization", "Bearer " + key.secret())
            .header("X-Posthouse-Caller", "forged")
            .header("x-posthouse-anything", "forged")
            .header("X-Forwarded-For", "10.1.2.3")
            .header("X-Forwarded-Proto", "https")
            .header("Forwarded", "for=10.1.2.3")
            .header("X-Real-IP", "10.1.2.3")
            .header("X-User-Id", "root")
            .header("cookie", "a=b")
            .header("traceparent", "00-11111111111111111111111111111111-2222222222222222-01")
            .header("anthropic-beta", "a,b")
            .header("anthropic-version", "2023-06-01"));

    FakeService.Seen seen = RELAY.last();
    assertThat(caller(seen).path("keyId").asString()).isEqualTo(key.keyId());
    assertThat(seen.headers().get("X-posthouse-caller")).hasSize(1);
    for (String name :
        List.of(
            "x-posthouse-anything",
            "x-forwarded-proto",
            "forwarded",
            "x-real-ip",
            "x-user-id",
            "cookie",
            "authorization",
            "x-api-key")) {
      assertThat(seen.header(name)).as(name).isNull();
    }
    assertThat(seen.headers().get("X-forwarded-for")).containsExactly("127.0.0.1");
    assertThat(seen.header("anthropic-beta")).isEqualTo("a,b");
    assertThat(seen.header("anthropic-version")).isEqualTo("2023-06-01");
  }

  @Test
  void beginsATraceOfItsOwnAndNamesItInTheAnswer() {
    TestKey key = aKey();
    String theirs = "11111111111111111111111111111111";

    HttpResponse<String> response =
        send(
            post("/v1/messages", "{}")
                .header("x-api-key", key.secret())
                .header("traceparent", "00-" + theirs + "-2222222222222222-01"));

    String trace = response.headers().firstValue("x-posthouse-trace-id").orElseThrow();
    assertThat(trace).hasSize(32).isNotEqualTo(theirs);
    assertThat(RELAY.last().header("traceparent")).startsWith("00-" + trace + "-").endsWith("-01");
  }

  @Test
  void carriesTheRequestIdHeaderOfTheClientsProtocol() {
    TestKey key = aKey();
    RELAY.answers(
        exchange -> {
          RELAY.read(exchange);
          exchange.getResponseHeaders().set("x-request-id", "req_upstream");
          RELAY.json(exchange, 200, "{}");
        });

    HttpResponse<String> anthropic = message(key);
    HttpResponse<String> refused = send(post("/v1/chat/completions", "{}"));

    assertThat(anthropic.headers().firstValue("request-id")).hasValue("req_upstream");
    assertThat(refused.headers().firstValue("x-request-id"))
        .isEqualTo(refused.headers().firstValue("x-posthouse-request-id"))
        .isPresent();
  }
}
