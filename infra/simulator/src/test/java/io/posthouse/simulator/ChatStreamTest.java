package io.posthouse.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ChatStreamTest {

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

  private static List<Client.Sse> stream(String more) {
    String body =
        client
            .chat(
                """
                {"model":"gpt-5","stream":true%s,"messages":[{"role":"user","content":"Hello, world"}]}"""
                    .formatted(more))
            .body();
    List<Client.Sse> events = Client.events(body);
    assertThat(events.getLast()).isEqualTo(new Client.Sse("", "[DONE]"));
    return events.subList(0, events.size() - 1);
  }

  @Test
  void streamsWithoutUsageUnlessAsked() {
    List<Client.Sse> chunks = stream("");

    assertThat(chunks)
        .allSatisfy(
            chunk -> {
              assertThat(chunk.event()).isEmpty();
              assertThat(chunk.json().has("usage")).isFalse();
              assertThat(chunk.json().path("choices").size()).isEqualTo(1);
              assertThat(chunk.json().path("object").stringValue())
                  .isEqualTo("chat.completion.chunk");
            });
    assertThat(chunks.stream().map(chunk -> chunk.json().path("id")).distinct()).hasSize(1);
    assertThat(chunks.getLast().json().path("choices").path(0).path("finish_reason").stringValue())
        .isEqualTo("stop");
    assertThat(chunks.getLast().json().path("choices").path(0).path("delta").isEmpty()).isTrue();
  }

  @Test
  void reportsUsageInOneMoreChunkWhenAsked() {
    // When
    List<Client.Sse> chunks = stream(",\"stream_options\":{\"include_usage\":true}");

    // Then
    assertThat(chunks.subList(0, chunks.size() - 1))
        .allSatisfy(chunk -> assertThat(chunk.json().get("usage").isNull()).isTrue());
    JsonNode last = chunks.getLast().json();
    assertThat(last.path("choices").isEmpty()).isTrue();
    assertThat(last.path("usage").path("prompt_tokens").intValue()).isEqualTo(3);
    assertThat(last.path("usage").path("completion_tokens").intValue()).isEqualTo(26);
    assertThat(last.path("usage").path("total_tokens").intValue()).isEqualTo(29);
  }

  @Test
  void streamsTheTextThatItAnswersWhole() {
    JsonNode whole =
        Client.json(
            client.chat(
                """
                {"model":"gpt-5","messages":[{"role":"user","content":"Hello, world"}]}"""));

    String streamed =
        stream("").stream()
            .map(
                chunk ->
                    chunk
                        .json()
                        .path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .stringValue(""))
            .collect(Collectors.joining());
    assertThat(streamed)
        .isEqualTo(whole.path("choices").path(0).path("message").path("content").stringValue());
    assertThat(whole.path("usage").path("total_tokens").intValue()).isEqualTo(29);
  }

  @Test
  void prefersTheNewNameOfTheCap() {
    JsonNode answer =
        Client.json(
            client.chat(
                """
                {"model":"m","max_tokens":9,"max_completion_tokens":2,
                 "messages":[{"role":"user","content":"Hi"}]}"""));

    assertThat(answer.path("choices").path(0).path("finish_reason").stringValue())
        .isEqualTo("length");
    assertThat(answer.path("usage").path("completion_tokens").intValue()).isEqualTo(2);
  }

  @Test
  void readsHalfOfThePromptFromTheCacheByName() {
    JsonNode usage =
        Client.json(
                client.chat(
                    """
                    {"model":"m-cached","messages":[{"role":"user","content":[{"type":"text","text":"12345678901234567890"}]}]}"""))
            .path("usage");

    assertThat(usage.path("prompt_tokens").intValue()).isEqualTo(5);
    assertThat(usage.path("prompt_tokens_details").path("cached_tokens").intValue()).isEqualTo(2);
  }

  @Test
  void refusesInItsOwnFormat() {
    var response =
        client.send(
            "POST", "/v1/chat/completions", "{\"model\":\"m\"", "authorization", "bearer sim");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Client.json(response).path("error").path("type").stringValue())
        .isEqualTo("invalid_request_error");
    assertThat(Client.json(response).path("error").has("code")).isTrue();
  }
}
