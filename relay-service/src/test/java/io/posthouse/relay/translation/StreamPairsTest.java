package io.posthouse.relay.translation;

import static io.posthouse.relay.protocol.Protocol.CHAT;
import static io.posthouse.relay.protocol.Protocol.GEMINI;
import static io.posthouse.relay.protocol.Protocol.MESSAGES;
import static io.posthouse.relay.protocol.Protocol.RESPONSES;
import static io.posthouse.relay.translation.PairStreams.PAIRS;
import static io.posthouse.relay.translation.PairStreams.call;
import static io.posthouse.relay.translation.PairStreams.heard;
import static io.posthouse.relay.translation.PairStreams.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.posthouse.relay.protocol.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Streams between all protocols (protocols.md 4.5). */
class StreamPairsTest {

  @ParameterizedTest
  @MethodSource(PAIRS)
  void t48AndT49EveryPairSaysTheSameInItsOwnWords(Protocol client, Protocol upstream) {
    // When
    List<String> said = SseClient.said(client, heard(client, upstream, Streams.usual(upstream)));

    // Then
    boolean oneText = client == CHAT;
    List<String> expected =
        upstream != MESSAGES
            ? List.of(
                "thinking Let me see 🤔",
                "text I look: 天",
                "tool look {\"city\":\"Paris\"}",
                "tool now {\"tz\":1.0}")
            : oneText
                ? List.of(
                    "thinking Let me see 🤔",
                    "text I look: 天and",
                    "tool look {\"city\":\"Paris\"}",
                    "tool now {}")
                : List.of(
                    "thinking Let me see 🤔",
                    "text I look: 天",
                    "tool look {\"city\":\"Paris\"}",
                    "text and",
                    "tool now {}");
    assertThat(said).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void t06EveryPairGivesTheSameBytesHoweverTheStreamIsCut(Protocol client, Protocol upstream) {
    // Given
    byte[] stream = Streams.usual(upstream).getBytes(StandardCharsets.UTF_8);
    Translation call = call(client, upstream);
    String whole = Hub.heard(call.stream(), stream, stream.length);

    // When, Then
    assertThat(whole).doesNotContain("\ufffd");
    assertThat(Hub.heard(call.stream(), stream, 1)).isEqualTo(whole);
    for (int cut = 1; cut < stream.length; cut += 5) {
      StreamTranslation translation = call.stream();
      String heard =
          Hub.text(translation.feed(Unpooled.wrappedBuffer(stream, 0, cut)))
              + Hub.text(translation.feed(Unpooled.wrappedBuffer(stream, cut, stream.length - cut)))
              + Hub.text(translation.end())
              + Hub.text(translation.terminal());
      assertThat(heard).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void t06LineEndsDoNotMatter(Protocol client, Protocol upstream) {
    // Given
    String stream = Streams.usual(upstream);

    // Then
    String whole = heard(client, upstream, stream);
    for (String lineEnd : List.of("\r\n", "\r")) {
      byte[] other = stream.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
      assertThat(Hub.heard(stream(client, upstream), other, 1)).isEqualTo(whole);
      assertThat(Hub.heard(stream(client, upstream), other, 7)).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void t06AStreamSaysTheSameAsTheWholeAnswerItStandsFor(Protocol client, Protocol upstream) {
    // Given
    byte[] stream = Streams.usual(upstream).getBytes(StandardCharsets.UTF_8);
    StreamTranslation gathering = call(client, upstream).aggregate();

    // When
    byte[] early = gathering.feed(Unpooled.wrappedBuffer(stream));
    gathering.end();
    ObjectNode whole = Hub.json(gathering.terminal());
    String again = Hub.text(call(upstream, client).streamOf(gathering.terminal()));

    // Then
    assertThat(early).isEmpty();
    assertThat(whole.isEmpty()).isFalse();
    assertThat(again).contains("Paris");
  }

  @Test
  void t51OneChunkWithEverythingIsSaidInOrder() {
    // Given
    String chunk =
        """
        {"id":"chatcmpl-1","model":"gpt-5.6","choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"r",\
        "content":"c","tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},\
        "finish_reason":"tool_calls"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}\
        """;

    // When
    String heard = heard(MESSAGES, CHAT, Streams.plain(chunk, "[DONE]"));

    // Then
    assertThat(SseClient.said(MESSAGES, heard))
        .containsExactly("thinking r", "text c", "tool f {}");
    assertThat(heard.split("event: message_delta", -1)).hasSize(2);
    assertThat(SseClient.message(heard).path("usage").path("output_tokens").intValue())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void usageIsSaidInTheClientsShape(Protocol client, Protocol upstream) {
    // Given
    boolean writes = upstream != GEMINI;
    String heard = heard(client, upstream, Streams.usual(upstream));

    // When
    JsonNode usage =
        switch (client) {
          case MESSAGES -> SseClient.message(heard).path("usage");
          case CHAT -> SseClient.completion(heard).path("usage");
          case RESPONSES -> SseClient.response(heard).path("usage");
          case GEMINI -> Hub.events(heard).getLast().path("usageMetadata");
        };

    // Then
    switch (client) {
      case MESSAGES -> {
        assertThat(usage.path("input_tokens").intValue()).isEqualTo(writes ? 100 : 400);
        assertThat(usage.path("cache_read_input_tokens").intValue()).isEqualTo(600);
        assertThat(usage.path("cache_creation_input_tokens").intValue())
            .isEqualTo(writes ? 300 : 0);
        assertThat(usage.path("output_tokens").intValue()).isEqualTo(200);
      }
      case CHAT -> {
        assertThat(usage.path("prompt_tokens").intValue()).isEqualTo(1000);
        assertThat(usage.at("/prompt_tokens_details/cached_tokens").intValue()).isEqualTo(600);
        assertThat(usage.path("completion_tokens").intValue()).isEqualTo(200);
        assertThat(usage.path("total_tokens").intValue()).isEqualTo(1200);
      }
      case RESPONSES -> {
        assertThat(usage.path("input_tokens").intValue()).isEqualTo(1000);
        assertThat(usage.at("/input_tokens_details/cached_tokens").intValue()).isEqualTo(600);
        assertThat(usage.path("output_tokens").intValue()).isEqualTo(200);
        assertThat(usage.path("total_tokens").intValue()).isEqualTo(1200);
      }
      case GEMINI -> {
        int thoughts = usage.path("thoughtsTokenCount").asInt(0);
        assertThat(usage.path("promptTokenCount").intValue()).isEqualTo(1000);
        assertThat(usage.path("cachedContentTokenCount").intValue()).isEqualTo(600);
        assertThat(usage.path("candidatesTokenCount").intValue() + thoughts).isEqualTo(200);
      }
    }
  }

  @Test
  void usageThatNobodyToldIsZerosForAnthropicNothingForChatAndNullForResponses() {
    // Given
    String stream =
        Streams.plain(Streams.chunk("{\"content\":\"x\"}"), Streams.chunk("{}", "stop"), "[DONE]");
    String messages =
        Streams.named(
            "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"m\"}}",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}",
            Streams.MESSAGE_STOP);

    // Then
    assertThat(
            SseClient.message(heard(MESSAGES, CHAT, stream))
                .path("usage")
                .path("output_tokens")
                .intValue())
        .isZero();
    assertThat(heard(CHAT, MESSAGES, messages)).doesNotContain("prompt_tokens");
    assertThat(SseClient.response(heard(RESPONSES, CHAT, stream)).path("usage").isNull()).isTrue();
  }

  @Test
  void halvesOfACharacterInTwoDeltasAreTheCharacterAgain() {
    // Given
    String stream =
        Streams.plain(
            Streams.chunk("{\"content\":\"\\ud83e\"}"),
            Streams.chunk("{\"content\":\"\\udd14\"}"),
            Streams.chunk("{}", "stop"),
            "[DONE]");

    // Then
    assertThat(heard(MESSAGES, CHAT, stream)).contains("\\ud83e").contains("\\udd14");
    assertThat(SseClient.said(RESPONSES, heard(RESPONSES, CHAT, stream)))
        .containsExactly("text 🤔");
  }

  @Test
  void t57ResponsesRepeatTheRequestsSettings() {
    // Given
    Translation translation =
        Hub.call(
            RESPONSES,
            Hub.target(MESSAGES),
            Hub.hello(RESPONSES, "\"instructions\":\"Be brief\",\"parallel_tool_calls\":false"),
            true);

    // When
    ObjectNode response =
        SseClient.response(
            Hub.heard(
                translation.stream(),
                Streams.anthropic().getBytes(StandardCharsets.UTF_8),
                1 << 20));

    // Then
    assertThat(response.path("instructions").stringValue()).isEqualTo("Be brief");
    assertThat(response.path("parallel_tool_calls").booleanValue()).isFalse();
    assertThat(response.path("store").booleanValue()).isFalse();
    assertThat(SseClient.texts(response.path("output"), "id"))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("(msg|rs|fc)_.+"));
  }

  @Test
  void geminiWithoutSseIsOneJsonArray() {
    // Given
    Translation translation =
        Hub.translator()
            .read(
                new ClientCall(
                    GEMINI, "m", true, false, Hub.hello(GEMINI).getBytes(StandardCharsets.UTF_8)))
            .to(Hub.target(MESSAGES));

    // When
    String heard =
        Hub.heard(translation.stream(), Streams.anthropic().getBytes(StandardCharsets.UTF_8), 50);

    // Then
    assertThat(translation.streamType()).isEqualTo("application/json");
    assertThat(Hub.json("{\"chunks\":" + heard + "}").path("chunks").size()).isGreaterThan(2);
  }

  @Test
  void aCompatiblesCallsThatAreAllNumberedZeroStayApart() {
    // Given
    String stream =
        Streams.plain(
            Streams.chunk(
                "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"),
            Streams.chunk(
                "{\"tool_calls\":[{\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\\\"x\\\":1}\"}}]}"),
            Streams.chunk("{}", "tool_calls"),
            "[DONE]");

    // Then
    assertThat(SseClient.said(MESSAGES, heard(MESSAGES, CHAT, stream)))
        .containsExactly("tool f {}", "tool g {\"x\":1}");
  }
}
