package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ModelCallsIT extends GatewayIntegration {

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

  @ParameterizedTest
  @CsvSource({
    "/v1/messages, rate_limit_error",
    "/v1/chat/completions, rate_limit_exceeded",
    "/v1beta/models/g:generateContent, RetryInfo"
  })
  void refusesADenseBurstWithATimeToWait(String path, String expected) {
    TestKey key = aKey();
    for (int i = 0; i < 30; i++) {
      send(post(path, "{}").header("x-goog-api-key", key.secret()));
    }

    HttpResponse<String> refused = null;
    for (int i = 0; i < 10 && (refused == null || refused.statusCode() == 200); i++) {
      refused = send(post(path, "{}").header("x-goog-api-key", key.secret()));
    }

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains(expected);
    assertThat(Integer.parseInt(refused.headers().firstValue("retry-after").orElse("")))
        .isBetween(1, 30);
    HttpResponse<String> limits =
        send(request("/v1/limits").header("authorization", "Bearer " + key.secret()));
    assertThat(limits.body())
        .contains(
            "\"requestsPerMinute\":{\"limit\":30,\"remaining\":0}",
            "\"cause\":\"requests-per-minute\"");
    assertThat(message(aKey()).statusCode()).as("another key's limit is its own").isEqualTo(200);
  }

  @Test
  void countsConcurrentCallsAndGivesEveryPlaceBack() throws Exception {
    TestKey key = aKey();
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(3);
    RELAY.answers(
        exchange -> {
          RELAY.read(exchange);
          running.countDown();
          try {
            if (!go.await(30, TimeUnit.SECONDS)) {
              throw new IOException("nobody let it go");
            }
          } catch (InterruptedException stopped) {
            throw new IOException(stopped);
          }
          RELAY.json(exchange, 200, "{}");
        });
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      calls.add(
          CLIENT.sendAsync(
              post("/v1/messages", "{}").header("x-api-key", key.secret()).build(),
              HttpResponse.BodyHandlers.ofString()));
    }
    assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();

    HttpResponse<String> fourth = message(key);
    go.countDown();

    assertThat(fourth.statusCode()).isEqualTo(429);
    assertThat(fourth.headers().firstValue("retry-after")).isPresent();
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      assertThat(call.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    await().untilAsserted(() -> assertThat(runningCalls(key)).isZero());
  }

  private int runningCalls(TestKey key) {
    String body = send(request("/v1/limits").header("x-api-key", key.secret())).body();
    return 3 - JSON.readTree(body).path("concurrentCalls").path("remaining").asInt();
  }

  @Test
  void streamsChunkByChunkUntouched() throws Exception {
    TestKey key = aKey();
    CountDownLatch firstRead = new CountDownLatch(1);
    String first = "event: message_start\ndata: {\"é\":1}\n\n";
    String second = ": ping\r\n\r\ndata: {\"b\":2}";
    RELAY.answers(
        exchange -> {
          RELAY.read(exchange);
          exchange.getResponseHeaders().set("content-type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(first.getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          try {
            if (!firstRead.await(20, TimeUnit.SECONDS)) {
              throw new IOException("the first chunk did not arrive alone");
            }
          } catch (InterruptedException stopped) {
            throw new IOException(stopped);
          }
          exchange.getResponseBody().write(second.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });

    HttpResponse<InputStream> response =
        CLIENT.send(
            post("/v1/messages", "{\"stream\":true}").header("x-api-key", key.secret()).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      byte[] got = body.readNBytes(first.getBytes(StandardCharsets.UTF_8).length);
      firstRead.countDown();
      ByteArrayOutputStream rest = new ByteArrayOutputStream();
      body.transferTo(rest);

      assertThat(new String(got, StandardCharsets.UTF_8)).isEqualTo(first);
      assertThat(rest.toString(StandardCharsets.UTF_8)).isEqualTo(second);
    }
    assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
    assertThat(response.headers().firstValue("content-length")).isEmpty();
  }

  @Test
  void endsTheUpstreamCallAndGivesThePlaceBackWhenTheClientLeaves() throws Exception {
    TestKey key = aKey();
    CountDownLatch cut = new CountDownLatch(1);
    RELAY.answers(
        exchange -> {
          RELAY.read(exchange);
          exchange.getResponseHeaders().set("content-type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          try {
            for (int i = 0; i < 2_000; i++) {
              exchange.getResponseBody().write("data: x\n\n".getBytes(StandardCharsets.UTF_8));
              exchange.getResponseBody().flush();
              TimeUnit.MILLISECONDS.sleep(10);
            }
          } catch (IOException gone) {
            cut.countDown();
          } catch (InterruptedException stopped) {
            throw new IOException(stopped);
          }
        });

    HttpResponse<InputStream> response =
        CLIENT.send(
            post("/v1/messages", "{}").header("x-api-key", key.secret()).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.body().readNBytes(9)).hasSize(9);
    assertThat(runningCalls(key)).isEqualTo(1);
    response.body().close();

    assertThat(cut.await(15, TimeUnit.SECONDS)).as("the relay saw the cut").isTrue();
    await().untilAsserted(() -> assertThat(runningCalls(key)).isZero());
  }

  @Test
  void cutsAnAnswerThatItsServiceBrokeOff() throws Exception {
    TestKey key = aKey();
    RELAY.answers(
        exchange -> {
          RELAY.read(exchange);
          exchange.getResponseHeaders().set("content-type", "application/json");
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          exchange.getHttpContext().getServer();
          throw new IOException("broken on purpose");
        });

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> message(key))
        .isInstanceOf(java.io.UncheckedIOException.class);
    await().untilAsserted(() -> assertThat(runningCalls(key)).isZero());
  }

  @Test
  void goesToTheNextInstanceWhenOneTakesNoConnection() {
    TestKey key = aKey();

    for (int i = 0; i < 8; i++) {
      assertThat(message(key).statusCode()).as("beside a dead instance").isEqualTo(200);
    }
    assertThat(RELAY.count()).isEqualTo(8);
  }

  @Test
  void givesBalanceAndReceiptsToBillingWithTheSignedCaller() {
    TestKey key = aKey();

    assertThat(send(request("/v1/balance").header("x-api-key", key.secret())).statusCode())
        .isEqualTo(200);
    assertThat(BILLING.last().uri()).isEqualTo("/v1/balance");
    assertThat(caller(BILLING.last()).path("accountId").asString()).isEqualTo(key.accountId());
    assertThat(send(request("/v1/receipts/r-1").header("x-api-key", key.secret())).statusCode())
        .isEqualTo(200);
    assertThat(caller(BILLING.last()).path("path").asString()).isEqualTo("/v1/receipts/r-1");
    assertThat(send(request("/v1/receipts/r-1")).body())
        .contains("urn:posthouse:problem:unauthorized");
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

  @Test
  void answersInTheProtocolWhenTheRelayIsSilent() {
    TestKey key = aKey();
    RELAY.answers(exchange -> exchange.close());

    HttpResponse<String> response = message(key);

    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(response.body()).contains("\"type\":\"api_error\"");
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(runningCalls(key)).isZero());
  }
}
