package io.posthouse.relay.translation;

import static io.posthouse.relay.protocol.Protocol.CHAT;
import static io.posthouse.relay.protocol.Protocol.GEMINI;
import static io.posthouse.relay.protocol.Protocol.MESSAGES;
import static io.posthouse.relay.protocol.Protocol.RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.relay.protocol.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests from and to Responses and Gemini (protocols.md 4.1, 4.2). */
class OtherRequestsTest {

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
        "\"previous_response_id\":\"r\" | previous_response_id",
        "\"background\":true | background",
        "\"conversation\":\"c\" | conversation",
        "\"prompt\":{\"id\":\"p\"} | prompt",
        "\"truncation\":\"auto\" | truncation",
        "\"tools\":[{\"type\":\"file_search\"}] | tools[0].type",
        "\"tools\":[{\"type\":\"local_shell\"}] | tools[0].type",
        "\"unheard_of\":1 | unheard_of",
      })
  void t56StatefulFieldsAreRefusedByName(String more, String field) {
    assertThat(Hub.refused(RESPONSES, MESSAGES, Hub.hello(RESPONSES, more))).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"item_reference\",\"id\":\"x\"} | input[0].type",
        "{\"type\":\"computer_call\"} | input[0].type",
        "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"file_id\":\"f\"}]}"
            + " | input[0].content[0].file_id",
        "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]} |"
            + " input[0].content[0].type",
      })
  void t56UnknownItemsAreRefusedByName(String item, String field) {
    assertThat(Hub.refused(RESPONSES, MESSAGES, "{\"model\":\"m\",\"input\":[" + item + "]}"))
        .isEqualTo(field);
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

  @Test
  void t57ACodexRequestReachesAnthropic() {
    // When
    Translation translation =
        Hub.call(
            RESPONSES,
            MESSAGES,
            """
            {"model":"m","instructions":"You are Codex","input":[{"type":"message","role":"developer","content":[
              {"type":"input_text","text":"sandbox"}]},{"type":"message","role":"user","content":[{"type":"input_text","text":"Hi"}]}],
             "tools":[{"type":"function","name":"shell","description":"runs","strict":false,"parameters":{"type":"object"}},
              {"type":"custom","name":"apply_patch","description":"patches","format":{"type":"grammar","syntax":"lark","definition":"start: x"}},
              {"type":"namespace","name":"mcp","description":"d","tools":[{"type":"function","name":"go","parameters":{"type":"object"}}]},
              {"type":"web_search","external_web_access":false}],
             "tool_choice":"auto","parallel_tool_calls":true,"reasoning":{"effort":"medium","summary":"auto"},"store":false,
             "stream":true,"include":["reasoning.encrypted_content"],"prompt_cache_key":"k","text":{"verbosity":"low"}}\
            """);
    ObjectNode sent = Hub.json(translation.body());
    ObjectNode answer =
        Hub.json(
            translation
                .whole(
                    """
                    {"id":"msg_1","model":"x","content":[{"type":"tool_use","id":"t1","name":"apply_patch","input":{"input":"*** Begin"}},
                     {"type":"tool_use","id":"t2","name":"mcp__go","input":{}}],"stop_reason":"tool_use"}\
                    """
                        .getBytes(StandardCharsets.UTF_8))
                .body());

    // Then
    assertThat(translation.ignored())
        .containsExactlyInAnyOrder("tools.web_search", "prompt_cache_key", "text.verbosity");
    assertThat(SseClient.texts(sent.path("tools"), "name"))
        .containsExactly("shell", "apply_patch", "mcp__go");
    assertThat(sent.at("/tools/1/description").stringValue()).contains("start: x");
    assertThat(sent.at("/output_config/effort").stringValue()).isEqualTo("medium");
    assertThat(answer.at("/output/0/type").stringValue()).isEqualTo("custom_tool_call");
    assertThat(answer.at("/output/0/input").stringValue()).isEqualTo("*** Begin");
    assertThat(answer.at("/output/1/namespace").stringValue()).isEqualTo("mcp");
    assertThat(answer.at("/output/1/name").stringValue()).isEqualTo("go");
    assertThat(answer.at("/output/1/arguments").stringValue()).isEqualTo("{}");
  }

  @Test
  void t40FilesAndPicturesReachGeminiAndResponses() {
    // Given
    String body =
        """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":[
         {"type":"image","source":{"type":"base64","media_type":"image/png","data":"QUJD"}},
         {"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"UERG"}},
         {"type":"document","source":{"type":"text","media_type":"text/plain","data":"hi"}}]}]}\
        """;

    // When
    ObjectNode gemini = Hub.up(MESSAGES, GEMINI, body);
    JsonNode responses = Hub.up(MESSAGES, RESPONSES, body).at("/input/0/content");

    // Then
    assertThat(gemini.at("/contents/0/parts").toString())
        .isEqualTo(
            """
            [{"inlineData":{"mimeType":"image/png","data":"QUJD"}},{"inlineData":{"mimeType":"application/pdf","data":"UERG"}},\
            {"inlineData":{"mimeType":"text/plain","data":"aGk="}}]\
            """);
    assertThat(responses.at("/0/image_url").stringValue()).isEqualTo("data:image/png;base64,QUJD");
    assertThat(responses.at("/1/filename").stringValue()).isEqualTo("a.pdf");
    assertThat(responses.at("/2/file_data").stringValue()).isEqualTo("data:text/plain;base64,aGk=");
  }

  @Test
  void t40GeminiIsNotAskedToFetchUnlessItDoes() {
    // Given
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x.example/a.png\"}}]}]}";
    Target usual = Hub.target(GEMINI);
    Target vertex =
        new Target(
            GEMINI,
            usual.model(),
            usual.traits(),
            usual.family(),
            "2023-06-01",
            false,
            true,
            true,
            true,
            false);

    // Then
    assertThat(Hub.refused(CHAT, GEMINI, body)).isEqualTo("messages[0].content[0]");
    assertThat(
            Hub.json(Hub.call(CHAT, vertex, body).body())
                .at("/contents/0/parts/0/fileData/fileUri")
                .stringValue())
        .isEqualTo("https://x.example/a.png");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MESSAGES | RESPONSES | \"stop_sequences\":[\"x\"] | stop_sequences",
        "CHAT | RESPONSES | \"stop\":\"x\" | stop",
        "CHAT | RESPONSES | \"n\":2 | n",
        "CHAT | GEMINI |"
            + " \"parallel_tool_calls\":false,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]"
            + " | parallel_tool_calls",
        "CHAT | GEMINI | \"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"] | stop",
        "CHAT | GEMINI | \"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"f\"}}] | tools[0]",
        "GEMINI | CHAT | \"cachedContent\":\"c\" | cachedContent",
        "GEMINI | MESSAGES | \"tools\":[{\"googleSearch\":{\"a\":1}}] | tools[0].googleSearch",
        "GEMINI | MESSAGES | \"generationConfig\":{\"responseMimeType\":\"application/json\"} |"
            + " generationConfig.responseMimeType",
        "GEMINI | MESSAGES | \"generation_config\":{\"response_modalities\":[\"AUDIO\"]} |"
            + " generation_config.response_modalities",
        "GEMINI | CHAT | \"generationConfig\":{\"candidateCount\":2} |"
            + " generationConfig.candidateCount",
      })
  void t45WhatThePairCannotDoIsRefusedByTheClientsName(
      Protocol client, Protocol upstream, String more, String field) {
    assertThat(Hub.refused(client, upstream, Hub.hello(client, more))).isEqualTo(field);
  }

  @Test
  void aPrefilledAnswerIsRefusedTowardResponsesAndGemini() {
    // Given
    String body =
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"content\":\"{\"}]}";

    // Then
    assertThat(Hub.refused(MESSAGES, RESPONSES, body)).isEqualTo("messages[1]");
    assertThat(Hub.refused(MESSAGES, GEMINI, body)).isEqualTo("messages[1]");
    assertThat(Hub.up(MESSAGES, CHAT, body).path("messages")).hasSize(2);
  }

  @Test
  void t46SchemasReachEveryProtocol() {
    // Given
    String more =
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"strict\":true,\"schema\":{\"$schema\":\"x\",\"type\":\"object\",\"properties\":{\"not\":{\"type\":\"string\"}}}}}";

    // When
    ObjectNode responses = Hub.up(CHAT, RESPONSES, Hub.hello(CHAT, more));
    ObjectNode gemini = Hub.up(CHAT, GEMINI, Hub.hello(CHAT, more));

    // Then
    assertThat(responses.at("/text/format").toString())
        .isEqualTo(
            """
            {"type":"json_schema","name":"n","schema":{"$schema":"x","type":"object","properties":{"not":{"type":"string"}}},"strict":true}\
            """);
    assertThat(gemini.path("generationConfig").toString())
        .isEqualTo(
            """
            {"responseMimeType":"application/json","responseJsonSchema":{"type":"object","properties":{"not":{"type":"string"}}}}\
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-3-pro, low, thinkingLevel, \"low\"",
    "gemini-3-pro, high, thinkingLevel, \"high\"",
    "gemini-2.5-pro, none, thinkingBudget, 0",
    "gemini-2.5-pro, medium, thinkingBudget, 2048"
  })
  void t47EffortsBecomeGeminisLevelsOrBudgets(
      String model, String effort, String field, String value) {
    // When
    ObjectNode sent =
        Hub.json(
            Hub.call(
                    CHAT,
                    Hub.target(GEMINI, model),
                    Hub.hello(CHAT, "\"reasoning_effort\":\"" + effort + "\""))
                .body());

    // Then
    assertThat(sent.at("/generationConfig/thinkingConfig/" + field).toString())
        .isEqualTo(value.strip());
  }

  @ParameterizedTest
  @CsvSource({"0, disabled", "-1, adaptive", "2000, adaptive"})
  void t47GeminisBudgetsBecomeThinking(long budget, String type) {
    assertThat(
            Hub.up(
                    GEMINI,
                    MESSAGES,
                    Hub.hello(
                        GEMINI,
                        "\"generationConfig\":{\"thinkingConfig\":{\"thinkingBudget\":"
                            + budget
                            + "}}"))
                .at("/thinking/type")
                .stringValue())
        .isEqualTo(type);
  }

  @Test
  void openAisOwnFieldsGoOverBetweenItsTwoProtocols() {
    // When
    Translation translation =
        Hub.call(
            RESPONSES,
            CHAT,
            Hub.hello(
                RESPONSES,
                """
                "prompt_cache_key":"k","metadata":{"a":"b"},"text":{"verbosity":"low"},"service_tier":"flex",
                "safety_identifier":"u","top_logprobs":2,"include":["message.output_text.logprobs"]\
                """));

    // Then
    ObjectNode sent = Hub.json(translation.body());
    assertThat(translation.ignored()).isEmpty();
    assertThat(sent.path("prompt_cache_key").stringValue()).isEqualTo("k");
    assertThat(sent.path("verbosity").stringValue()).isEqualTo("low");
    assertThat(sent.path("service_tier").stringValue()).isEqualTo("flex");
    assertThat(sent.path("safety_identifier").stringValue()).isEqualTo("u");
    assertThat(sent.path("top_logprobs").intValue()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void theBodyMustBeAnObject(Protocol client) {
    Protocol upstream = client == CHAT ? MESSAGES : CHAT;
    for (String body : List.of("", "[]", "1", "null", "{", "{}")) {
      assertThat(Hub.refused(client, upstream, body)).isIn("", "messages", "input", "contents");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MESSAGES, /v1/messages",
    "CHAT, /chat/completions",
    "RESPONSES, /responses",
    "GEMINI, /v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse"
  })
  void callsGoToTheRightPath(Protocol upstream, String path) {
    Protocol client = upstream == CHAT ? MESSAGES : CHAT;
    assertThat(Hub.call(client, Hub.target(upstream), Hub.hello(client), true).path())
        .isEqualTo(path);
  }
}
