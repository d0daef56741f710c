package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may call: where the key stands, which keys are refused, and in whose words. */
class ModelCallKeysIT extends GatewayIntegration {

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
}
