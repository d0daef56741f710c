package io.posthouse.relay.translation;

import static io.posthouse.relay.protocol.Protocol.CHAT;
import static io.posthouse.relay.protocol.Protocol.GEMINI;
import static io.posthouse.relay.protocol.Protocol.MESSAGES;
import static io.posthouse.relay.protocol.Protocol.RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.posthouse.relay.protocol.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers that are not streamed, in every pair. */
class WholeAnswersTest {

  /** Thinking, text, two calls, as each upstream says it. */
  static String answer(Protocol upstream) {
    return switch (upstream) {
      case MESSAGES ->
          """
          {"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-5","content":[
           {"type":"thinking","thinking":"hm","signature":"S"},{"type":"text","text":"I look"},
           {"type":"tool_use","id":"a","name":"look","input":{"z":1.0,"a":[]}},{"type":"tool_use","id":"b","name":"now","input":{}}],
           "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":100,"cache_read_input_tokens":600,
           "cache_creation_input_tokens":300,"output_tokens":200}}\
          """;
      case CHAT ->
          """
          {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-5.6","choices":[{"index":0,"message":{
           "role":"assistant","content":"I look","refusal":null,"reasoning_content":"hm","tool_calls":[
           {"id":"a","type":"function","function":{"name":"look","arguments":"{\\"z\\":1.0,\\"a\\":[]}"}},
           {"id":"b","type":"function","function":{"name":"now","arguments":"{}"}}]},"logprobs":null,"finish_reason":"tool_calls"}],
           "usage":{"prompt_tokens":1000,"completion_tokens":200,"total_tokens":1200,
           "prompt_tokens_details":{"cached_tokens":600,"cache_write_tokens":300}}}\
          """;
      case RESPONSES ->
          """
          {"id":"resp_1","object":"response","status":"completed","model":"gpt-5.6","error":null,"output":[
           {"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"E"},
           {"id":"msg_1","type":"message","role":"assistant","content":[{"type":"output_text","text":"I look","annotations":[]}]},
           {"id":"fc_1","type":"function_call","call_id":"a","name":"look","arguments":"{\\"z\\":1.0,\\"a\\":[]}"},
           {"id":"fc_2","type":"function_call","call_id":"b","name":"now","arguments":"{}"}],
           "usage":{"input_tokens":1000,"output_tokens":200,"total_tokens":1200,
           "input_tokens_details":{"cached_tokens":600,"cache_write_tokens":300}}}\
          """;
      case GEMINI ->
          """
          {"candidates":[{"content":{"role":"model","parts":[{"text":"hm","thought":true},{"text":"I look"},
           {"functionCall":{"id":"a","name":"look","args":{"z":1.0,"a":[]}},"thoughtSignature":"UUE="},
           {"functionCall":{"id":"b","name":"now"}}]},"finishReason":"STOP"}],"modelVersion":"gemini-3-pro","responseId":"r",
           "usageMetadata":{"promptTokenCount":1000,"cachedContentTokenCount":600,"candidatesTokenCount":200,"totalTokenCount":1200}}\
          """;
    };
  }

  private static Translation call(Protocol client, Protocol upstream) {
    String hello =
        client == GEMINI
            ? Hub.hello(
                GEMINI, "\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true}}")
            : Hub.hello(client);
    return Hub.call(client, upstream, hello);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("io.posthouse.relay.translation.AllPairs#pairs")
  void everyPairGivesTheClientsWholeAnswer(Protocol client, Protocol upstream) {
    // When
    ObjectNode answer = Hub.json(call(client, upstream).whole(bytes(answer(upstream))).body());

    // Then
    switch (client) {
      case MESSAGES -> {
        JsonNode tools = answer.path("content");
        int first = tools.size() - 2;
        assertThat(answer.at("/content/0/thinking").stringValue()).isEqualTo("hm");
        assertThat(answer.at("/content/1/text").stringValue()).isEqualTo("I look");
        assertThat(tools.path(first).toString())
            .isEqualTo(
                "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"look\",\"input\":{\"z\":1.0,\"a\":[]}}");
        assertThat(tools.path(first + 1).path("input").toString()).isEqualTo("{}");
        assertThat(answer.path("stop_reason").stringValue()).isEqualTo("tool_use");
        assertThat(answer.at("/usage/cache_read_input_tokens").intValue()).isEqualTo(600);
        assertThat(answer.path("id").stringValue()).startsWith("msg_");
      }
      case CHAT -> {
        assertThat(answer.at("/choices/0/message/content").stringValue()).isEqualTo("I look");
        assertThat(answer.at("/choices/0/message/reasoning_content").stringValue()).isEqualTo("hm");
        assertThat(answer.at("/choices/0/message/tool_calls/0/function").toString())
            .isEqualTo("{\"name\":\"look\",\"arguments\":\"{\\\"z\\\":1.0,\\\"a\\\":[]}\"}");
        assertThat(answer.at("/choices/0/message/tool_calls/1/function/arguments").stringValue())
            .isEqualTo("{}");
        assertThat(answer.at("/choices/0/finish_reason").stringValue()).isEqualTo("tool_calls");
        assertThat(answer.at("/usage/prompt_tokens").intValue()).isEqualTo(1000);
      }
      case RESPONSES -> {
        assertThat(answer.path("status").stringValue()).isEqualTo("completed");
        assertThat(answer.at("/output/0/summary/0/text").stringValue()).isEqualTo("hm");
        JsonNode last = answer.path("output").path(answer.path("output").size() - 1);
        assertThat(last.path("call_id").stringValue()).isEqualTo("b");
        assertThat(last.path("arguments").stringValue()).isEqualTo("{}");
        assertThat(answer.at("/usage/total_tokens").intValue()).isEqualTo(1200);
      }
      case GEMINI -> {
        JsonNode parts = answer.at("/candidates/0/content/parts");
        assertThat(parts.path(0).toString()).isEqualTo("{\"text\":\"hm\",\"thought\":true}");
        assertThat(parts.path(parts.size() - 2).at("/functionCall/args").toString())
            .isEqualTo("{\"z\":1.0,\"a\":[]}");
        assertThat(answer.at("/candidates/0/finishReason").stringValue()).isEqualTo("STOP");
        assertThat(answer.at("/usageMetadata/totalTokenCount").intValue()).isEqualTo(1200);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.posthouse.relay.translation.AllPairs#pairs")
  void aStreamMadeOfAWholeAnswerHasTheWholeGrammar(Protocol client, Protocol upstream) {
    // When
    String stream = Hub.text(call(client, upstream).streamOf(bytes(answer(upstream))));

    // Then
    assertThat(SseClient.said(client, stream))
        .containsExactly(
            "thinking hm", "text I look", "tool look {\"z\":1.0,\"a\":[]}", "tool now {}");
  }

  @ParameterizedTest
  @MethodSource("io.posthouse.relay.translation.AllPairs#pairs")
  void whatIsNoAnswerIsUnreadable(Protocol client, Protocol upstream) {
    for (String body :
        List.of(
            "",
            "<html>",
            "[]",
            "{}",
            "null",
            "{\"error\":{\"message\":\"x\"}}",
            "{\"content\":1}")) {
      assertThatThrownBy(() -> call(client, upstream).whole(bytes(body)))
          .as(body)
          .isInstanceOf(UnreadableAnswerException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"MESSAGES", "GEMINI"})
  void t43ACallWithBrokenArgumentsIsNeverSkipped(Protocol client) {
    // Given
    String broken = answer(CHAT).replace("{\\\"z\\\":1.0,\\\"a\\\":[]}", "{\\\"z\\\":");

    // Then
    assertThatThrownBy(() -> call(client, CHAT).whole(bytes(broken)))
        .isInstanceOf(UnreadableAnswerException.class);
    assertThat(
            Hub.text(
                call(client, CHAT)
                    .whole(bytes(broken.replace("\"tool_calls\"}", "\"length\"}")))
                    .body()))
        .contains("look");
  }

  @Test
  void t54ARefusalIsExplainedToEveryClient() {
    // Given
    byte[] refusal =
        bytes(
            """
            {"id":"msg_1","model":"x","content":[],"stop_reason":"refusal","stop_details":{"type":"refusal","explanation":"no"}}\
            """);

    // Then
    ObjectNode chat = Hub.json(call(CHAT, MESSAGES).whole(refusal).body());
    assertThat(chat.at("/choices/0/finish_reason").stringValue()).isEqualTo("content_filter");
    assertThat(chat.at("/choices/0/message/refusal").stringValue()).isEqualTo("no");
    assertThat(chat.at("/choices/0/message/content").isNull()).isTrue();
    ObjectNode response = Hub.json(call(RESPONSES, MESSAGES).whole(refusal).body());
    assertThat(response.at("/incomplete_details/reason").stringValue()).isEqualTo("content_filter");
    ObjectNode gemini = Hub.json(call(GEMINI, MESSAGES).whole(refusal).body());
    assertThat(gemini.at("/candidates/0/finishReason").stringValue()).isEqualTo("SAFETY");
  }

  @Test
  void t54APausedTurnIsNoted() {
    // When
    Translation.Whole whole =
        call(CHAT, MESSAGES)
            .whole(
                bytes(
                    "{\"id\":\"msg_1\",\"model\":\"x\",\"content\":[],\"stop_reason\":\"pause_turn\"}"));

    // Then
    assertThat(whole.notes()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "SAFETY, refusal",
    "RECITATION, refusal",
    "MAX_TOKENS, max_tokens",
    "STOP, end_turn",
    "SOMETHING_NEW, end_turn"
  })
  void t54GeminisReasonsInAnthropicsWords(String reason, String expected) {
    // When
    ObjectNode answer =
        Hub.json(
            call(MESSAGES, GEMINI)
                .whole(
                    bytes(
                        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"x\"}]},\"finishReason\":\""
                            + reason
                            + "\"}]}"))
                .body());

    // Then
    assertThat(answer.path("stop_reason").stringValue()).isEqualTo(expected);
  }

  @Test
  void t54ABlockedPromptIsARefusalAndAMalformedCallAnError() {
    // Then
    assertThat(
            Hub.json(
                    call(MESSAGES, GEMINI)
                        .whole(bytes("{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}"))
                        .body())
                .path("stop_reason")
                .stringValue())
        .isEqualTo("refusal");
    assertThatThrownBy(
            () ->
                call(MESSAGES, GEMINI)
                    .whole(
                        bytes("{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}]}")))
        .isInstanceOf(UnreadableAnswerException.class);
  }

  @Test
  void theModelIsRenamedWhereTheUpstreamIsSetToThat() {
    // Given
    Target usual = Hub.target(MESSAGES);
    Target renaming =
        new Target(
            MESSAGES,
            usual.model(),
            usual.traits(),
            usual.family(),
            "2023-06-01",
            false,
            false,
            true,
            true,
            true);

    // Then
    assertThat(
            Hub.json(
                    Hub.call(CHAT, renaming, Hub.hello(CHAT)).whole(bytes(answer(MESSAGES))).body())
                .path("model")
                .stringValue())
        .isEqualTo("asked-model");
    assertThat(
            Hub.json(call(CHAT, MESSAGES).whole(bytes(answer(MESSAGES))).body())
                .path("model")
                .stringValue())
        .isEqualTo("claude-opus-5");
  }

  @Test
  void logprobsGoOverBetweenOpenAisProtocols() {
    // Given
    String chat =
        """
        {"id":"c","model":"m","choices":[{"index":0,"message":{"content":"x"},"finish_reason":"stop",
         "logprobs":{"content":[{"token":"x","logprob":-0.10,"bytes":[120],"top_logprobs":[]}]}}]}\
        """;

    // Then
    assertThat(
            Hub.json(call(RESPONSES, CHAT).whole(bytes(chat)).body())
                .at("/output/0/content/0/logprobs/0/logprob")
                .toString())
        .isEqualTo("-0.10");
  }

  @Test
  void anUnreadableStreamFailsAndSaysNothingMore() {
    // Given
    StreamTranslation translation = call(CHAT, MESSAGES).stream();

    // When
    translation.feed(Unpooled.copiedBuffer("data: {broken\n\n", StandardCharsets.UTF_8));
    byte[] after =
        translation.feed(Unpooled.copiedBuffer(Streams.anthropic(), StandardCharsets.UTF_8));

    // Then
    assertThat(translation.phase()).isEqualTo(StreamTranslation.Phase.FAILED);
    assertThat(after).isEmpty();
    assertThatThrownBy(translation::terminal).isInstanceOf(IllegalStateException.class);
  }
}
