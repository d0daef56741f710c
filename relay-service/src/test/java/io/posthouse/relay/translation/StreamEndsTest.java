package io.posthouse.relay.translation;

import static io.posthouse.relay.protocol.Protocol.CHAT;
import static io.posthouse.relay.protocol.Protocol.GEMINI;
import static io.posthouse.relay.protocol.Protocol.MESSAGES;
import static io.posthouse.relay.protocol.Protocol.RESPONSES;
import static io.posthouse.relay.translation.PairStreams.PAIRS;
import static io.posthouse.relay.translation.PairStreams.heard;
import static io.posthouse.relay.translation.PairStreams.stream;
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
import tools.jackson.databind.node.ObjectNode;

/** How translated streams end: whole, cut, failed, and for what reason (protocols.md 2.5, 4.3). */
class StreamEndsTest {

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
}
