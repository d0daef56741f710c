package io.posthouse.relay.translation;

import static io.posthouse.relay.protocol.Protocol.CHAT;
import static io.posthouse.relay.protocol.Protocol.GEMINI;
import static io.posthouse.relay.protocol.Protocol.MESSAGES;
import static io.posthouse.relay.protocol.Protocol.RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.relay.protocol.Protocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** A tool call, its result and what SDKs add to an answer, handed back in every pair. */
class ToolRoundTripTest {

  /** One conversation with a tool round trip, in every client's words. */
  static String conversation(Protocol client) {
    return switch (client) {
      case MESSAGES ->
          """
          {"model":"m","max_tokens":1000,"system":"Be brief","messages":[{"role":"user","content":"Where?"},
           {"role":"assistant","content":[{"type":"text","text":"I look"},
            {"type":"tool_use","id":"a","name":"look","input":{"city":"Paris"}},
            {"type":"tool_use","id":"b","name":"look","input":{"city":"Rome"}}]},
           {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"rain"},
            {"type":"tool_result","tool_use_id":"b","content":"sun"},{"type":"text","text":"And?"}]}],
           "tools":[{"name":"look","description":"Looks","input_schema":{"type":"object","properties":{"city":{"type":"string"}}}}],
           "tool_choice":{"type":"any"}}\
          """;
      case CHAT ->
          """
          {"model":"m","max_tokens":1000,"messages":[{"role":"system","content":"Be brief"},{"role":"user","content":"Where?"},
           {"role":"assistant","content":"I look","tool_calls":[
            {"id":"a","type":"function","function":{"name":"look","arguments":"{\\"city\\":\\"Paris\\"}"}},
            {"id":"b","type":"function","function":{"name":"look","arguments":"{\\"city\\":\\"Rome\\"}"}}]},
           {"role":"tool","tool_call_id":"a","content":"rain"},{"role":"tool","tool_call_id":"b","content":"sun"},
           {"role":"user","content":"And?"}],
           "tools":[{"type":"function","function":{"name":"look","description":"Looks",
            "parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}],"tool_choice":"required"}\
          """;
      case RESPONSES ->
          """
          {"model":"m","max_output_tokens":1000,"instructions":"Be brief","input":[{"role":"user","content":"Where?"},
           {"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[
            {"type":"output_text","text":"I look","annotations":[],"logprobs":[]}]},
           {"type":"function_call","id":"fc_1","status":"completed","call_id":"a","name":"look","arguments":"{\\"city\\":\\"Paris\\"}"},
           {"type":"function_call","call_id":"b","name":"look","arguments":"{\\"city\\":\\"Rome\\"}"},
           {"type":"function_call_output","call_id":"a","output":"rain"},
           {"type":"function_call_output","call_id":"b","output":[{"type":"input_text","text":"sun"}]},
           {"role":"user","content":[{"type":"input_text","text":"And?"}]}],"store":false,"include":["reasoning.encrypted_content"],
           "tools":[{"type":"function","name":"look","description":"Looks","strict":false,
            "parameters":{"type":"object","properties":{"city":{"type":"string"}}}}],"tool_choice":"required"}\
          """;
      case GEMINI ->
          """
          {"system_instruction":{"parts":[{"text":"Be brief"}]},"contents":[{"role":"user","parts":[{"text":"Where?"}]},
           {"role":"model","parts":[{"text":"I look"},{"functionCall":{"name":"look","args":{"city":"Paris"}}},
            {"functionCall":{"name":"look","args":{"city":"Rome"}}}]},
           {"role":"user","parts":[{"functionResponse":{"name":"look","response":{"result":"rain"}}},
            {"functionResponse":{"name":"look","response":{"output":"sun"}}},{"text":"And?"}]}],
           "generationConfig":{"maxOutputTokens":1000},
           "tools":[{"functionDeclarations":[{"name":"look","description":"Looks",
            "parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"}}}}]}],
           "toolConfig":{"functionCallingConfig":{"mode":"ANY"}}}\
          """;
    };
  }

  private static String callId(Protocol client, int n) {
    return client == GEMINI ? "call_" + n : n == 0 ? "a" : "b";
  }

  @ParameterizedTest
  @MethodSource("io.posthouse.relay.translation.AllPairs#pairs")
  void aToolRoundTripArrivesWholeInEveryPair(Protocol client, Protocol upstream) {
    // When
    ObjectNode sent = Hub.up(client, upstream, conversation(client));

    // Then
    String a = callId(client, 0);
    String b = callId(client, 1);
    switch (upstream) {
      case MESSAGES -> {
        assertThat(sent.path("messages").toString())
            .isEqualTo(
                """
                [{"role":"user","content":[{"type":"text","text":"Where?"}]},{"role":"assistant","content":[\
                {"type":"text","text":"I look"},{"type":"tool_use","id":"%s","name":"look","input":{"city":"Paris"}},\
                {"type":"tool_use","id":"%s","name":"look","input":{"city":"Rome"}}]},{"role":"user","content":[\
                {"type":"tool_result","tool_use_id":"%s","content":[{"type":"text","text":"rain"}]},\
                {"type":"tool_result","tool_use_id":"%s","content":[{"type":"text","text":"sun"}]},\
                {"type":"text","text":"And?"}]}]\
                """
                    .formatted(a, b, a, b));
        assertThat(sent.path("max_tokens").intValue()).isEqualTo(1000);
        assertThat(sent.at("/system/0/text").stringValue()).isEqualTo("Be brief");
        assertThat(sent.at("/tool_choice/type").stringValue()).isEqualTo("any");
        assertThat(sent.at("/tools/0/input_schema/properties/city/type").stringValue())
            .isEqualTo("string");
      }
      case CHAT -> {
        assertThat(SseClient.texts(sent.path("messages"), "role"))
            .containsExactly("system", "user", "assistant", "tool", "tool", "user");
        assertThat(sent.at("/messages/2/tool_calls").toString())
            .isEqualTo(
                """
                [{"id":"%s","type":"function","function":{"name":"look","arguments":"{\\"city\\":\\"Paris\\"}"}},\
                {"id":"%s","type":"function","function":{"name":"look","arguments":"{\\"city\\":\\"Rome\\"}"}}]\
                """
                    .formatted(a, b));
        assertThat(sent.at("/messages/4/content").stringValue()).isEqualTo("sun");
        assertThat(sent.path("tool_choice").stringValue()).isEqualTo("required");
        assertThat(sent.path("max_completion_tokens").intValue()).isEqualTo(1000);
      }
      case RESPONSES -> {
        assertThat(sent.path("instructions").stringValue()).isEqualTo("Be brief");
        assertThat(SseClient.texts(sent.path("input"), "type"))
            .containsExactly(
                "message",
                "message",
                "function_call",
                "function_call",
                "function_call_output",
                "function_call_output",
                "message");
        assertThat(sent.at("/input/5/call_id").stringValue()).isEqualTo(b);
        assertThat(sent.at("/input/5/output").stringValue()).isEqualTo("sun");
        assertThat(sent.at("/tools/0/strict").booleanValue()).isFalse();
        assertThat(sent.path("store").booleanValue()).isFalse();
      }
      case GEMINI -> {
        assertThat(SseClient.texts(sent.path("contents"), "role"))
            .containsExactly("user", "model", "user");
        assertThat(sent.at("/contents/2/parts").toString())
            .isEqualTo(
                """
                [{"functionResponse":{"name":"look","response":{"result":"rain"}}},\
                {"functionResponse":{"name":"look","response":{"result":"sun"}}},{"text":"And?"}]\
                """);
        assertThat(sent.at("/contents/1/parts/1/thoughtSignature").stringValue())
            .isEqualTo("skip_thought_signature_validator");
        assertThat(sent.at("/contents/1/parts/2").has("thoughtSignature")).isFalse();
        assertThat(sent.at("/toolConfig/functionCallingConfig/mode").stringValue())
            .isEqualTo("ANY");
        assertThat(sent.at("/generationConfig/maxOutputTokens").intValue()).isEqualTo(1000);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RESPONSES | {\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"Hi\"},"
            + "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\","
            + "\"text\":\"{}\",\"parsed\":{\"a\":1}}]},"
            + "{\"type\":\"function_call\",\"call_id\":\"a\",\"name\":\"f\",\"arguments\":\"{}\","
            + "\"parsed_arguments\":{\"a\":1}},"
            + "{\"type\":\"function_call_output\",\"call_id\":\"a\",\"output\":\"x\"}]}",
        "CHAT | {\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
            + "{\"role\":\"assistant\",\"content\":\"{}\",\"parsed\":{\"a\":1},\"tool_calls\":[{\"id\":\"a\","
            + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\","
            + "\"parsed_arguments\":{\"a\":1}}}]},"
            + "{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"x\"}]}",
        "MESSAGES |"
            + " {\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
            + "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"{}\","
            + "\"parsed_output\":{\"a\":1}}]},{\"role\":\"user\",\"content\":\"And?\"}]}",
      })
  void whatAnSdkAddsToAnAnswerIsTakenBack(Protocol client, String body) {
    for (Protocol upstream : Protocol.values()) {
      if (upstream != client) {
        assertThat(Hub.up(client, upstream, body).toString()).doesNotContain("parsed");
      }
    }
  }
}
