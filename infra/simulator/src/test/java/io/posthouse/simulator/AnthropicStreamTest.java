package io.posthouse.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AnthropicStreamTest {

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

  @Test
  void streamsInTheGrammarOfTheProtocol() {
    // When
    HttpResponse<String> response =
        client.messages(
            """
            {"model":"claude-sonnet-4-5","max_tokens":100,"stream":true,
             "messages":[{"role":"user","content":"Hello, world"}]}""");

    // Then
    List<Client.Sse> events = Client.events(response.body());
    assertThat(response.headers().firstValue("content-type"))
        .contains("text/event-stream; charset=utf-8");
    assertThat(events)
        .allSatisfy(
            event -> assertThat(event.json().path("type").stringValue()).isEqualTo(event.event()));
    String grammar = events.stream().map(Client.Sse::event).collect(Collectors.joining(" "));
    assertThat(grammar)
        .matches(
            "message_start content_block_start ping( content_block_delta)+ content_block_stop"
                + " message_delta message_stop");
  }

  @Test
  void streamsTheTextAndUsageThatItAnswersWhole() {
    // Given
    String request =
        """
        {"model":"m","max_tokens":100,"stream":%s,"messages":[{"role":"user","content":"Hello, world"}]}""";

    // When
    JsonNode whole = Client.json(client.messages(request.formatted("false")));
    List<Client.Sse> events = Client.events(client.messages(request.formatted("true")).body());

    // Then
    String text =
        events.stream()
            .map(event -> event.json().path("delta").path("text").stringValue(""))
            .collect(Collectors.joining());
    assertThat(text).isEqualTo(whole.path("content").path(0).path("text").stringValue());
    JsonNode start = events.getFirst().json().path("message").path("usage");
    assertThat(start.path("input_tokens").intValue()).isEqualTo(3);
    assertThat(start.path("output_tokens").intValue()).isEqualTo(1);
    JsonNode last = events.get(events.size() - 2).json().path("usage");
    assertThat(last.path("output_tokens").intValue()).isEqualTo(26);
    assertThat(whole.path("usage").path("output_tokens").intValue()).isEqualTo(26);
  }

  @Test
  void saysThatItIsASimulatorAndRepeatsNothingOfThePrompt() {
    String body =
        client
            .messages(
                """
                {"model":"m","max_tokens":100,"messages":[{"role":"user","content":"xylophone"}]}""")
            .body();

    assertThat(body)
        .contains("Posthouse's simulator, a demo and test tool")
        .doesNotContain("xylophone");
  }

  @Test
  void stopsAtTheCap() {
    JsonNode answer =
        Client.json(
            client.messages(
                """
                {"model":"m","max_tokens":3,"messages":[{"role":"user","content":"Hi"}]}"""));

    assertThat(answer.path("stop_reason").stringValue()).isEqualTo("max_tokens");
    assertThat(answer.path("content").path(0).path("text").stringValue())
        .isEqualTo("This is Posthouse's");
    assertThat(answer.path("usage").path("output_tokens").intValue()).isEqualTo(3);
  }

  @Test
  void takesACapOfZeroAsWarmUp() {
    String request =
        """
        {"model":"m","max_tokens":0,"stream":%s,"messages":[{"role":"user","content":"Hi"}]}""";

    assertThat(Client.json(client.messages(request.formatted("false"))).path("content").isEmpty())
        .isTrue();
    assertThat(Client.events(client.messages(request.formatted("true")).body()))
        .extracting(Client.Sse::event)
        .containsExactly("message_start", "message_delta", "message_stop");
  }

  @Test
  void writesMarkedPrefixesToTheCacheAndReadsThemByName() {
    // Given: 40 bytes cached for an hour, 20 more for five minutes, 8 not at all
    String request =
        """
        {"model":"%s","max_tokens":9,
         "system":[{"type":"text","text":"%s","cache_control":{"type":"ephemeral","ttl":"1h"}}],
         "messages":[{"role":"user","content":[
           {"type":"text","text":"%s","cache_control":{"type":"ephemeral"}},
           {"type":"text","text":"12345678"}]}]}""";

    // When
    JsonNode written =
        Client.json(client.messages(request.formatted("m", "a".repeat(40), "b".repeat(20))))
            .path("usage");
    JsonNode read =
        Client.json(client.messages(request.formatted("m-cached", "a".repeat(40), "b".repeat(20))))
            .path("usage");

    // Then
    assertThat(written.path("input_tokens").intValue()).isEqualTo(2);
    assertThat(written.path("cache_creation_input_tokens").intValue()).isEqualTo(15);
    assertThat(written.path("cache_creation").path("ephemeral_1h_input_tokens").intValue())
        .isEqualTo(10);
    assertThat(written.path("cache_creation").path("ephemeral_5m_input_tokens").intValue())
        .isEqualTo(5);
    assertThat(read.path("cache_read_input_tokens").intValue()).isEqualTo(15);
    assertThat(read.path("cache_creation_input_tokens").intValue()).isZero();
  }

  @Test
  void countsTokensAsAnAnswerDoes() {
    JsonNode counted =
        Client.json(
            client.send(
                "POST",
                "/v1/messages/count_tokens?beta=true",
                """
                {"model":"m","messages":[{"role":"user","content":"Grüß Gott"}]}""",
                "x-api-key",
                "sim"));

    assertThat(counted.path("input_tokens").intValue()).isEqualTo(3);
  }

  @Test
  void namesTheFieldThatIsMissing() {
    HttpResponse<String> response =
        client.messages("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode body = Client.json(response);
    assertThat(body.path("error").path("type").stringValue()).isEqualTo("invalid_request_error");
    assertThat(body.path("error").path("message").stringValue()).contains("max_tokens");
    assertThat(response.headers().firstValue("request-id"))
        .contains(body.path("request_id").stringValue());
  }
}
