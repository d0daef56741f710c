package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the door answers by itself, and what it does not let pass. */
class DoorAnswersIT extends GatewayIntegration {

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/messages, 405, invalid_request_error",
    "DELETE, /v1/chat/completions, 405, method_not_allowed",
    "POST, /v1beta/models, 405, INVALID_ARGUMENT",
    "POST, /v1/balance, 405, urn:posthouse:problem:method-not-allowed",
    "POST, /v1/nothing, 404, model_not_found",
    "POST, /v1beta/nothing, 404, NOT_FOUND",
    "GET, /nothing, 404, model_not_found",
    "GET, /actuator/health, 404, model_not_found",
    "POST, /internal/keys/lookup, 404, model_not_found",
    "POST, /v1/internal/keys, 404, model_not_found",
    "GET, /api/nothing, 401, urn:posthouse:problem:unauthorized",
  })
  void answersUnknownPathsAndMethodsInJson(
      String method, String path, int status, String expected) {
    HttpResponse<String> response =
        send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains(expected);
    assertThat(response.headers().firstValue("content-type").orElse("")).contains("json");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/responses, upgrade_not_served",
    "/responses, upgrade_not_served",
    "/v1/messages, invalid_request_error",
    "/v1beta/models/g:generateContent, UNIMPLEMENTED"
  })
  void t58AnswersAWebSocketAtOnceInTheCallersProtocol(String path, String expected)
      throws IOException {
    // When
    String answer =
        RawSocket.exchange(
            port,
            "GET "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");

    // Then
    assertThat(answer).startsWith("HTTP/1.1 426 ").contains(expected);
    assertThat(RELAY.count()).isZero();
  }

  @Test
  void guessesTheProtocolOfAnUnknownPathFromHeaders() {
    HttpResponse<String> response =
        send(post("/v1/nothing", "{}").header("anthropic-version", "2023-06-01"));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("\"type\":\"not_found_error\"");
  }

  @Test
  void answersProbesWithoutAKey() {
    for (String path : List.of("/", "/health", "/api/hello")) {
      HttpResponse<String> get = send(request(path));
      HttpResponse<String> head =
          send(request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
      assertThat(get.statusCode()).as(path).isEqualTo(200);
      assertThat(get.body()).isEmpty();
      assertThat(head.statusCode()).as(path).isEqualTo(200);
    }
    assertThat(send(post("/api/event_logging/batch", "{}")).statusCode()).isEqualTo(200);
    assertThat(RELAY.count() + AUTH.count()).isZero();
  }

  @Test
  void answersThePreflightOfABrowser() {
    HttpResponse<String> response =
        send(
            request("/v1/messages")
                .header("origin", "https://app.example")
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "x-api-key,anthropic-version")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue("*");
    assertThat(response.headers().firstValue("access-control-allow-headers"))
        .hasValue("x-api-key,anthropic-version");
    assertThat(response.headers().firstValue("access-control-allow-methods").orElse(""))
        .contains("POST");
  }

  @Test
  void refusesPathsThatTwoParsersReadDifferently() throws Exception {
    for (String path :
        List.of(
            "/v1/../internal/x",
            "/v1//messages",
            "/v1;a=b/messages",
            "/v1/%2e%2e/x",
            "/v1/messages%00")) {
      assertThat(RawSocket.get(port, path)).as(path).startsWith("HTTP/1.1 400");
    }
    for (String path : List.of("/%761/messages", "/v1/%6dessages")) {
      assertThat(RawSocket.get(port, path)).as(path).startsWith("HTTP/1.1 404");
    }
    assertThat(RELAY.count()).isZero();
  }
}
