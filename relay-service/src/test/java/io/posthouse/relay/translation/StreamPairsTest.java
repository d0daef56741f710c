package io.posthouse.relay.translation;

import static io.posthouse.relay.protocol.Protocol.CHAT;
import static io.posthouse.relay.protocol.Protocol.GEMINI;
import static io.posthouse.relay.protocol.Protocol.MESSAGES;
import static io.posthouse.relay.protocol.Protocol.RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.posthouse.relay.protocol.Protocol;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.translation.StreamTranslation.Phase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Streams between all protocols (protocols.md 4.5). */
class StreamPairsTest {

  private static final String PAIRS = "io.posthouse.relay.translation.AllPairs#pairs";

  /** Gemini's clients see thoughts only if they ask. */
  static StreamTranslation stream(Protocol client, Protocol upstream) {
    return call(client, upstream).stream();
  }

  private static Translation call(Protocol client, Protocol upstream) {
    String body =
        switch (client) {
          case GEMINI ->
              Hub.hello(
                  GEMINI, "\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true}}");
          case CHAT -> Hub.hello(CHAT, "\"stream_options\":{\"include_usage\":true}");
          case MESSAGES, RESPONSES -> Hub.hello(client);
        };
    return Hub.call(client, Hub.target(upstream), body, true);
  }

  private static String heard(Protocol client, Protocol upstream, String stream) {
    return Hub.heard(stream(client, upstream), stream.getBytes(StandardCharsets.UTF_8), 1 << 20);
  }

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

  @ParameterizedTest
  @MethodSource(PAIRS)
  void t25AndT26ACutNeverLooksLikeAnEnd(Protocol client, Protocol upstream) {
    // Given
    byte[] stream = Streams.usual(upstream).getBytes(StandardCharsets.UTF_8);
    int end = new String(stream, StandardCharsets.UTF_8).indexOf(ending(upstream));
    int bytes =
        new String(stream, StandardCharsets.UTF_8)
            .substring(0, end)
            .getBytes(StandardCharsets.UTF_8)
            .length;

    for (int cut = 0; cut < bytes; cut += 41) {
      // When
      StreamTranslation translation = stream(client, upstream);
      translation.feed(Unpooled.wrappedBuffer(stream, 0, cut));
      translation.end();

      // Then
      assertThat(translation.phase()).isEqualTo(Phase.FAILED);
      String error = Hub.text(translation.broken(translation.failure(), "req_1"));
      assertThat(error).contains("error").doesNotContain("[DONE]").doesNotContain("message_stop");
      assertThat(error).doesNotContain("response.completed").doesNotContain("finishReason");
    }
  }

  private static String ending(Protocol upstream) {
    return switch (upstream) {
      case MESSAGES -> "event: message_stop";
      case CHAT ->
          "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-5.6\","
              + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"";
      case RESPONSES -> "event: response.completed";
      case GEMINI -> "\"finishReason\"";
    };
  }

  @Test
  void t26ChatMayEndWithoutDoneOnceItHasFinished() {
    // When
    String heard = heard(MESSAGES, CHAT, Streams.chat().replace("data: [DONE]\n\n", ""));

    // Then
    assertThat(SseClient.message(heard).path("stop_reason").stringValue()).isEqualTo("tool_use");
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT, server_is_overloaded",
    "RESPONSES, server_is_overloaded",
    "GEMINI, UNAVAILABLE"
  })
  void t28AnErrorEventIsSaidInTheClientsWords(Protocol client, String code) {
    // Given
    StreamTranslation translation = stream(client, MESSAGES);
    String error =
        "event: error\n"
            + "data:"
            + " {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n";

    // When
    translation.feed(
        Unpooled.copiedBuffer(
            Streams.named(Streams.MESSAGE_START) + error, StandardCharsets.UTF_8));
    String heard = Hub.text(translation.broken(translation.failure(), "req_1"));

    // Then
    assertThat(translation.phase()).isEqualTo(Phase.FAILED);
    assertThat(translation.failure().cause()).isEqualTo(Refusal.Cause.OVERLOADED);
    assertThat(heard).contains(code).doesNotContain("[DONE]");
    assertThat(heard.contains("event: response.failed")).isEqualTo(client == RESPONSES);
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void t27ContentHasNotBegunBeforeThereIsSome(Protocol client, Protocol upstream) {
    // Given
    StreamTranslation translation = stream(client, upstream);
    String first =
        switch (upstream) {
          case MESSAGES -> Streams.named(Streams.MESSAGE_START, "{\"type\":\"ping\"}");
          case CHAT -> Streams.plain(Streams.chunk("{\"role\":\"assistant\",\"content\":\"\"}"));
          case RESPONSES ->
              Streams.named(
                  "{\"type\":\"response.created\",\"response\":{" + Streams.RESPONSE + "}}");
          case GEMINI -> Streams.plain(Streams.geminiChunk("{\"text\":\"\"}", ""));
        };

    // When
    translation.feed(Unpooled.copiedBuffer(first, StandardCharsets.UTF_8));
    Phase before = translation.phase();
    translation.feed(Unpooled.copiedBuffer(Streams.usual(upstream), StandardCharsets.UTF_8));
    Phase after = translation.phase();

    // Then
    assertThat(before).isEqualTo(Phase.PRELUDE);
    assertThat(after).isIn(Phase.CONTENT, Phase.COMPLETE);
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
  void t52AnEmptyAnswerIsWellFormed(Protocol client, Protocol upstream) {
    // When
    List<String> said = SseClient.said(client, heard(client, upstream, empty(upstream)));

    // Then
    assertThat(said).isEmpty();
  }

  private static String empty(Protocol upstream) {
    return switch (upstream) {
      case MESSAGES ->
          Streams.named(
              Streams.MESSAGE_START, Streams.messageDelta("end_turn"), Streams.MESSAGE_STOP);
      case CHAT ->
          Streams.plain(
              Streams.chunk("{\"role\":\"assistant\"}"), Streams.chunk("{}", "stop"), "[DONE]");
      case RESPONSES ->
          Streams.named(
              "{\"type\":\"response.created\",\"response\":{" + Streams.RESPONSE + "}}",
              "{\"type\":\"response.completed\",\"response\":{"
                  + Streams.RESPONSE
                  + ",\"output\":[]}}");
      case GEMINI -> Streams.plain(Streams.geminiChunk("", ",\"finishReason\":\"STOP\""));
    };
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, stop, completed, STOP",
    "stop_sequence, stop, completed, STOP",
    "max_tokens, length, incomplete, MAX_TOKENS",
    "model_context_window_exceeded, length, incomplete, MAX_TOKENS",
    "refusal, content_filter, incomplete, SAFETY",
    "pause_turn, stop, completed, STOP",
    "something_new, stop, completed, STOP"
  })
  void t53AndT54AnthropicsReasonsInEveryClientsWords(
      String reason, String chat, String responses, String gemini) {
    // Given
    String stream =
        Streams.named(Streams.MESSAGE_START, Streams.messageDelta(reason), Streams.MESSAGE_STOP);

    // Then
    assertThat(
            SseClient.completion(heard(CHAT, MESSAGES, stream)).path("finish_reason").stringValue())
        .isEqualTo(chat);
    assertThat(SseClient.response(heard(RESPONSES, MESSAGES, stream)).path("status").stringValue())
        .isEqualTo(responses);
    assertThat(heard(GEMINI, MESSAGES, stream)).contains("\"finishReason\":\"" + gemini + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "stop, end_turn",
    "length, max_tokens",
    "content_filter, refusal",
    "something_new, end_turn"
  })
  void t53AndT54ChatsReasonsInAnthropicsWords(String reason, String expected) {
    // When
    ObjectNode message =
        SseClient.message(
            heard(
                MESSAGES,
                CHAT,
                Streams.plain(
                    Streams.chunk("{\"content\":\"x\"}"), Streams.chunk("{}", reason), "[DONE]")));

    // Then
    assertThat(message.path("stop_reason").stringValue()).isEqualTo(expected);
    assertThat(message.path("stop_sequence").isNull()).isTrue();
  }

  @Test
  void t54AStopWithToolCallsIsToolUse() {
    // When
    String heard =
        heard(MESSAGES, CHAT, Streams.chat().replace("\"tool_calls\"}]}", "\"stop\"}]}"));

    // Then
    assertThat(SseClient.message(heard).path("stop_reason").stringValue()).isEqualTo("tool_use");
  }

  @Test
  void t54ARefusalIsTextForAnthropicsClients() {
    // When
    ObjectNode message =
        SseClient.message(
            heard(
                MESSAGES,
                CHAT,
                Streams.plain(
                    Streams.chunk("{\"refusal\":\"I will not\"}"),
                    Streams.chunk("{}", "stop"),
                    "[DONE]")));

    // Then
    assertThat(message.at("/content/0/text").stringValue()).isEqualTo("I will not");
    assertThat(message.path("stop_reason").stringValue()).isEqualTo("refusal");
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
