package io.posthouse.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class FaultsTest {

  private static Simulator simulator;
  private static Client client;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(0);
    client = new Client(simulator);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void reset() {
    simulator.reset();
  }

  private static String request(String model, boolean stream) {
    return """
    {"model":"%s","max_tokens":1000,"stream":%s,"messages":[{"role":"user","content":"Hi"}]}"""
        .formatted(model, stream);
  }

  @ParameterizedTest
  @CsvSource({
    "sim-error, 500, api_error, server_error",
    "sim-error-400, 400, invalid_request_error, invalid_request_error",
    "sim-error-401, 401, authentication_error, invalid_request_error",
    "sim-error-429, 429, rate_limit_error, rate_limit_error",
    "sim-error-529, 529, overloaded_error, service_unavailable_error"
  })
  void refusesByName(String model, int status, String anthropic, String openAi) {
    HttpResponse<String> messages = client.messages(request(model, true));
    HttpResponse<String> chat = client.chat(request(model, true));

    assertThat(List.of(messages.statusCode(), chat.statusCode())).containsOnly(status);
    assertThat(Client.json(messages).path("error").path("type").stringValue()).isEqualTo(anthropic);
    assertThat(Client.json(chat).path("error").path("type").stringValue()).isEqualTo(openAi);
    assertThat(messages.headers().firstValue("retry-after").isPresent()).isEqualTo(status == 429);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void cutsTheConnectionMidway(boolean stream) {
    assertThatThrownBy(() -> client.messages(request("sim-cut", stream)))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(simulator.calls().getFirst().end()).isEqualTo("fault");
  }

  @Test
  void endsAStreamEarly() {
    List<Client.Sse> anthropic = Client.events(client.messages(request("sim-eof", true)).body());
    List<Client.Sse> chat = Client.events(client.chat(request("sim-eof", true)).body());

    assertThat(anthropic)
        .extracting(Client.Sse::event)
        .doesNotContain("message_delta", "message_stop");
    assertThat(chat).extracting(Client.Sse::data).doesNotContain("[DONE]");
  }

  @Test
  void endsAStreamWithAnError() {
    Client.Sse anthropic =
        Client.events(client.messages(request("sim-error-mid", true)).body()).getLast();
    Client.Sse chat = Client.events(client.chat(request("sim-error-mid", true)).body()).getLast();

    assertThat(anthropic.event()).isEqualTo("error");
    assertThat(anthropic.json().path("error").path("type").stringValue())
        .isEqualTo("overloaded_error");
    assertThat(chat.json().path("error").path("code").stringValue())
        .isEqualTo("server_is_overloaded");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavesUsageOut(boolean stream) {
    assertThat(client.messages(request("sim-no-usage", stream)).body()).doesNotContain("_tokens\"");
    assertThat(client.chat(request("sim-no-usage", stream)).body()).doesNotContain("_tokens\"");
  }

  @Test
  void answersAtLength() {
    List<Client.Sse> events = Client.events(client.messages(request("sim-long", true)).body());

    assertThat(events)
        .filteredOn(event -> event.event().equals("content_block_delta"))
        .hasSize(500);
    assertThat(events.get(events.size() - 2).json().path("usage").path("output_tokens").intValue())
        .isEqualTo(500);
  }

  @Test
  void takesItsTime() {
    long before = System.nanoTime();

    client.messages(request("sim-slow", false));

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sim-hang", "sim-hang-mid"})
  void hangsUntilTheClientGoes(String model) {
    // Given
    HttpClient http = HttpClient.newHttpClient();
    CompletableFuture<HttpResponse<String>> hanging =
        http.sendAsync(
            client.request("POST", "/v1/messages", request(model, true), "x-api-key", "sim"),
            HttpResponse.BodyHandlers.ofString());
    await().until(() -> !simulator.calls().isEmpty());
    assertThat(simulator.calls().getFirst().end()).isEqualTo("open");

    // When
    http.shutdownNow();

    // Then
    assertThat(hanging).failsWithin(Duration.ofSeconds(5));
    await()
        .untilAsserted(
            () -> assertThat(simulator.calls().getFirst().end()).isEqualTo("client-gone"));
  }

  @Test
  void failsAsOrderedAndAsOftenAsOrdered() {
    // Given
    String order =
        """
        {"model":"gpt-5","fault":"error-529","times":2}""";
    assertThat(client.send("PUT", "/control/faults", order).statusCode()).isEqualTo(200);

    // When
    List<Integer> others = List.of(client.chat(request("gpt-5-mini", false)).statusCode());
    List<Integer> statuses =
        IntStream.range(0, 3)
            .mapToObj(i -> client.chat(request("gpt-5", false)).statusCode())
            .toList();

    // Then
    assertThat(others).containsExactly(200);
    assertThat(statuses).containsExactly(529, 529, 200);
  }

  @Test
  void forgetsOrdersOnDelete() {
    client.send("PUT", "/control/faults", "{\"fault\":\"error-400\"}");
    assertThat(client.chat(request("m", false)).statusCode()).isEqualTo(400);

    client.send("DELETE", "/control/faults", "");

    assertThat(client.chat(request("m", false)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"fault\":\"nonsense\"}", "{\"fault\":\"cut\",\"times\":0}", "nonsense"})
  void refusesAnOrderThatMakesNoSense(String order) {
    assertThat(client.send("PUT", "/control/faults", order).statusCode()).isEqualTo(400);
  }

  @Test
  void tellsWhoCalledWithoutBodiesAndCredentials() {
    // When
    client.send(
        "POST",
        "/v1/messages?beta=true",
        request("claude-sonnet-4-5", false),
        "x-api-key",
        "sk-very-secret",
        "anthropic-beta",
        "one",
        "anthropic-beta",
        "two");
    HttpResponse<String> told = client.send("GET", "/control/calls", "");

    // Then
    assertThat(told.body()).doesNotContain("sk-very-secret").doesNotContain("Hi");
    JsonNode call = Client.json(told).path("items").path(0);
    assertThat(call.path("model").stringValue()).isEqualTo("claude-sonnet-4-5");
    assertThat(call.path("query").stringValue()).isEqualTo("beta=true");
    assertThat(call.path("credential").stringValue())
        .isEqualTo(Credential.fingerprint("sk-very-secret"));
    assertThat(call.path("headers").path("anthropic-beta").stringValue()).isEqualTo("one\ntwo");
    assertThat(call.path("status").intValue()).isEqualTo(200);
    assertThat(call.path("end").stringValue()).isEqualTo("complete");
  }

  @Test
  void wantsACredentialAndKnowsItsPaths() {
    String body = request("m", false);

    assertThat(client.send("POST", "/v1/messages", body).statusCode()).isEqualTo(401);
    assertThat(
            client
                .send("POST", "/v1/chat/completions", body, "authorization", "Bearer ")
                .statusCode())
        .isEqualTo(401);
    assertThat(client.send("POST", "/v1/unknown", body, "x-api-key", "sim").statusCode())
        .isEqualTo(404);
    assertThat(client.send("PUT", "/v1/messages", body, "x-api-key", "sim").statusCode())
        .isEqualTo(405);
    assertThat(client.send("GET", "/health", "").statusCode()).isEqualTo(200);
  }
}
