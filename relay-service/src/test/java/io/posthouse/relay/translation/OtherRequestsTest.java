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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests from and to Responses and Gemini (protocols.md 4.1, 4.2). */
class OtherRequestsTest {

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
