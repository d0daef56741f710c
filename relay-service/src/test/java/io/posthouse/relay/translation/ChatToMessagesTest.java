package io.posthouse.relay.translation;

import static io.posthouse.relay.protocol.Protocol.CHAT;
import static io.posthouse.relay.protocol.Protocol.MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A Chat client's requests to an Anthropic upstream (protocols.md 4.1, 4.2). */
class ChatToMessagesTest {

  private static ObjectNode up(String body) {
    return Hub.up(CHAT, MESSAGES, body);
  }

  private static String refused(String more) {
    return Hub.refused(CHAT, MESSAGES, Hub.hello(CHAT, more));
  }

  private static ObjectNode with(String more) {
    return up(Hub.hello(CHAT, more));
  }

  private static ObjectNode user(String content) {
    return up("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}");
  }

  private static String tools(String more) {
    return "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},"
        + "{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]"
        + more;
  }

  @Test
  void t39SystemAndDeveloperAndLateSystemBecomeBlocksInOrder() {
    // When
    ObjectNode body =
        up(
            """
            {"model":"m","messages":[{"role":"system","content":"one"},
             {"role":"developer","content":[{"type":"text","text":"two"},{"type":"text","text":"three"}]},
             {"role":"user","content":"Hi"},{"role":"system","content":"late"},{"role":"user","content":"Go"}]}\
            """);

    // Then
    assertThat(SseClient.texts(body.path("system"), "text")).containsExactly("one", "two", "three");
    assertThat(SseClient.texts(body.path("messages"), "role"))
        .containsExactly("user", "system", "user");
  }

  @Test
  void t39LateSystemIsHoistedWhereTheModelTakesNone() {
    // When
    ObjectNode body =
        Hub.json(
            Hub.call(
                    CHAT,
                    Hub.target(MESSAGES, "claude-sonnet-4-5"),
                    """
                    {"model":"m","messages":[{"role":"system","content":"one"},{"role":"user","content":"Hi"},
                     {"role":"system","content":"late"},{"role":"user","content":"Go"}]}\
                    """)
                .body());

    // Then
    assertThat(SseClient.texts(body.path("system"), "text")).containsExactly("one", "late");
    assertThat(body.path("messages")).hasSize(1);
    assertThat(SseClient.texts(body.path("messages").path(0).path("content"), "text"))
        .containsExactly("Hi", "Go");
  }

  @Test
  void t40PicturesAndFilesBecomeBlocks() {
    // When
    JsonNode content =
        user("""
        [{"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD","detail":"low"}},
         {"type":"image_url","image_url":{"url":"https://x.example/a.jpg"}},
         {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,UERG"}},
         {"type":"file","file":{"filename":"a.txt","file_data":"data:text/plain;base64,aGk="}}]\
        """)
            .path("messages")
            .path(0)
            .path("content");

    // Then
    assertThat(content.path(0))
        .isEqualTo(
            Hub.json(
                """
                {"type":"image","source":{"type":"base64","media_type":"image/png","data":"QUJD"}}\
                """));
    assertThat(content.path(1).path("source"))
        .isEqualTo(Hub.json("{\"type\":\"url\",\"url\":\"https://x.example/a.jpg\"}"));
    assertThat(content.path(2))
        .isEqualTo(
            Hub.json(
                """
                {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"UERG"},\
                "title":"a.pdf"}\
                """));
    assertThat(content.path(3).path("source").path("data").stringValue()).isEqualTo("hi");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/svg+xml;base64,QQ==\"}} |"
            + " messages[0].content[0]",
        "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"QQ==\",\"format\":\"wav\"}} |"
            + " messages[0].content[0]",
        "{\"type\":\"file\",\"file\":{\"file_id\":\"file_1\"}} |"
            + " messages[0].content[0].file.file_id",
        "{\"type\":\"video\"} | messages[0].content[0].type",
        "{\"type\":\"text\",\"text\":\"a\",\"new\":1} | messages[0].content[0].new",
      })
  void t40WhatCannotBeShownIsRefusedByName(String part, String field) {
    // When
    String refused =
        Hub.refused(
            CHAT,
            MESSAGES,
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[" + part + "]}]}");

    // Then
    assertThat(refused).isEqualTo(field);
  }

  @Test
  void t42ToolMessagesAndTheTextAfterThemBecomeOneTurnResultsFirst() {
    // When
    ObjectNode body =
        up(
            """
            {"model":"m","messages":[{"role":"user","content":"Hi"},
             {"role":"assistant","content":"I call","tool_calls":[
              {"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\":1.0}"}},
              {"id":"b","type":"function","function":{"name":"f","arguments":"{}"}},
              {"id":"c!","type":"function","function":{"name":"f","arguments":""}}]},
             {"role":"tool","tool_call_id":"a","content":"1"},{"role":"tool","tool_call_id":"b","content":"2"},
             {"role":"tool","tool_call_id":"c!","content":[{"type":"text","text":"3"}]},
             {"role":"user","content":"Go on"}]}\
            """);

    // Then
    JsonNode messages = body.path("messages");
    assertThat(SseClient.texts(messages, "role")).containsExactly("user", "assistant", "user");
    assertThat(SseClient.texts(messages.path(1).path("content"), "type"))
        .containsExactly("text", "tool_use", "tool_use", "tool_use");
    assertThat(messages.path(1).path("content").path(1).path("input").toString())
        .isEqualTo("{\"x\":1.0}");
    JsonNode last = messages.path(2).path("content");
    assertThat(SseClient.texts(last, "type"))
        .containsExactly("tool_result", "tool_result", "tool_result", "text");
    assertThat(last.path(2).path("tool_use_id"))
        .isEqualTo(messages.path(1).path("content").path(3).path("id"));
    assertThat(last.path(2).path("tool_use_id").stringValue()).matches("call_[0-9a-f]{24}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"'' | {}", "{} | {}", "' ' | {}"})
  void t43EmptyArgumentsAreAnEmptyObject(String arguments, String input) {
    assertThat(call(arguments).path("messages").path(1).path("content").path(0).path("input"))
        .isEqualTo(Hub.json(input));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[1]", "{broken", "1"})
  void t43ArgumentsThatAreNoObjectAreRefusedByName(String arguments) {
    assertThat(Hub.refused(CHAT, MESSAGES, callBody(arguments)))
        .isEqualTo("messages[1].tool_calls[0].function.arguments");
  }

  private static ObjectNode call(String arguments) {
    return up(callBody(arguments));
  }

  private static String callBody(String arguments) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\","
        + "\"content\":null,\"refusal\":null,\"annotations\":[],\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\","
        + "\"function\":{\"name\":\"f\",\"arguments\":\""
        + arguments
        + "\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"1\"}]}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"auto\" | true | {\"type\":\"auto\"}",
        "\"auto\" | false | {\"type\":\"auto\",\"disable_parallel_tool_use\":true}",
        "\"none\" | false | {\"type\":\"none\"}",
        "\"required\" | true | {\"type\":\"any\"}",
        "\"required\" | false | {\"type\":\"any\",\"disable_parallel_tool_use\":true}",
        "{\"type\":\"function\",\"function\":{\"name\":\"f\"}} | false |"
            + " {\"type\":\"tool\",\"name\":\"f\",\"disable_parallel_tool_use\":true}",
        "{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"required\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]}}"
            + " | true | {\"type\":\"any\"}",
        "null | false | {\"type\":\"auto\",\"disable_parallel_tool_use\":true}",
      })
  void t44ToolChoiceAndParallelBecomeOneObject(String choice, String parallel, String expected) {
    // When
    ObjectNode body =
        with(tools(",\"tool_choice\":" + choice + ",\"parallel_tool_calls\":" + parallel));

    // Then
    assertThat(body.path("tool_choice")).isEqualTo(Hub.json(expected));
  }

  @Test
  void t44AChoiceOfSomeToolsIsRefused() {
    assertThat(
            refused(
                tools(
                    """
                    ,"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto",
                    "tools":[{"type":"function","function":{"name":"f"}}]}}\
                    """)))
        .isEqualTo("tool_choice");
  }

  @Test
  void t44ToolsKeepTheirSchemasAndGetAnEmptyOneWhereThereIsNone() {
    // When
    ObjectNode body =
        with(
            """
            "tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,
             "parameters":{"type":"object","required":["b","a"],"properties":{"b":{"type":"number","minimum":1.0},"a":{}}}}},
             {"type":"function","function":{"name":"g"}},
             {"type":"custom","custom":{"name":"h"}}]\
            """);

    // Then
    assertThat(body.path("tools").path(0).toString())
        .isEqualTo(
            """
            {"name":"f","description":"d","input_schema":{"type":"object","required":["b","a"],\
            "properties":{"b":{"type":"number","minimum":1.0},"a":{}}},"strict":true}\
            """);
    assertThat(body.path("tools").path(1).path("input_schema"))
        .isEqualTo(Hub.json("{\"type\":\"object\",\"properties\":{}}"));
    assertThat(
            body.path("tools").path(2).path("input_schema").path("required").path(0).stringValue())
        .isEqualTo("input");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"n\":2 | n",
        "\"logprobs\":true | logprobs",
        "\"logprobs\":true,\"top_logprobs\":3 | top_logprobs",
        "\"logit_bias\":{\"1\":2} | logit_bias",
        "\"modalities\":[\"text\",\"audio\"] | modalities",
        "\"audio\":{\"voice\":\"x\"} | audio",
        "\"prediction\":{\"type\":\"content\"} | prediction",
        "\"web_search_options\":{\"a\":1} | web_search_options",
        "\"response_format\":{\"type\":\"json_object\"} | response_format",
        "\"service_tier\":\"flex\" | service_tier",
        "\"stop\":\" \" | stop",
        "\"functions\":[{\"name\":\"f\"}] | functions",
        "\"enable_thinking\":true | enable_thinking",
        "\"temperature\":\"hot\" | temperature",
        "\"max_tokens\":0 | max_tokens",
      })
  void t45WhatAnthropicCannotDoIsRefusedByName(String more, String field) {
    assertThat(refused(more)).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"top_k\":5 | top_k",
        "\"presence_penalty\":0.5 | presence_penalty",
        "\"frequency_penalty\":-1 | frequency_penalty",
        "\"seed\":7 | seed",
        "\"verbosity\":\"low\" | verbosity",
        "\"store\":true | store",
        "\"metadata\":{\"a\":\"b\"} | metadata",
        "\"prompt_cache_key\":\"k\" | prompt_cache_key",
      })
  void t45WhatMayBeLeftOutIsNamed(String more, String field) {
    // When
    Translation translation = Hub.call(CHAT, MESSAGES, Hub.hello(CHAT, more));

    // Then
    assertThat(translation.ignored()).containsExactly(field);
    assertThat(Hub.json(translation.body()).has(field)).isFalse();
  }

  @Test
  void t45NullsEmptyListsAndZeroPenaltiesCountAsAbsent() {
    // When
    Translation translation =
        Hub.call(
            CHAT,
            MESSAGES,
            Hub.hello(
                CHAT,
                """
                "logit_bias":{},"functions":[],"audio":null,"unheard_of":null,"presence_penalty":0,"n":1,"logprobs":false,
                "modalities":["text"],"response_format":{"type":"text"},"tools":[],"stream_options":null\
                """));

    // Then
    assertThat(translation.ignored()).isEmpty();
  }

  @Test
  void t45StrictTurnsADropIntoARefusal() {
    // Given
    Target usual = Hub.target(MESSAGES);
    Target strict =
        new Target(
            MESSAGES,
            usual.model(),
            usual.traits(),
            usual.family(),
            "2023-06-01",
            true,
            false,
            true,
            true,
            false);

    // When
    var refusal =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            io.posthouse.relay.protocol.BadRequestException.class,
            () -> Hub.call(CHAT, strict, Hub.hello(CHAT, "\"seed\":7")));

    // Then
    assertThat(refusal.field()).isEqualTo("seed");
  }

  @ParameterizedTest
  @CsvSource({"1.7, 1", "0.70, 0.70", "2, 1", "1, 1"})
  void t45TemperatureIsClamped(String asked, String sent) {
    // When
    ObjectNode body =
        Hub.json(
            Hub.call(
                    CHAT,
                    Hub.target(MESSAGES, "claude-haiku-4-5"),
                    Hub.hello(CHAT, "\"temperature\":" + asked))
                .body());

    // Then
    assertThat(body.path("temperature").toString()).isEqualTo(sent);
  }

  @Test
  void t45SamplingIsLeftOutForModelsWithoutIt() {
    // When
    Translation translation =
        Hub.call(CHAT, MESSAGES, Hub.hello(CHAT, "\"temperature\":0.7,\"top_p\":0.9"));

    // Then
    assertThat(translation.ignored()).containsExactlyInAnyOrder("temperature", "top_p");
  }

  @Test
  void theNewerApiVersionTakesNoSampling() {
    // Given
    Target usual = Hub.target(MESSAGES, "claude-haiku-4-5");
    Target newer =
        new Target(
            MESSAGES,
            usual.model(),
            usual.traits(),
            usual.family(),
            "2026-10-21",
            false,
            false,
            true,
            true,
            false);

    // When
    Translation translation = Hub.call(CHAT, newer, Hub.hello(CHAT, "\"temperature\":0.7"));

    // Then
    assertThat(translation.ignored()).containsExactly("temperature");
    assertThat(translation.headers()).containsEntry("anthropic-version", "2026-10-21");
  }

  @Test
  void t46ASchemaArrivesUnchanged() {
    // When
    ObjectNode body =
        with(
            """
            "response_format":{"type":"json_schema","json_schema":{"name":"n","description":"d","strict":true,
            "schema":{"type":"object","properties":{"z":{"type":"number","maximum":10.50},"a":{"type":"string"}}}}}\
            """);

    // Then
    assertThat(body.path("output_config").path("format").toString())
        .isEqualTo(
            """
            {"type":"json_schema","schema":{"type":"object","properties":{"z":{"type":"number","maximum":10.50},\
            "a":{"type":"string"}}}}\
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "minimal, low",
    "low, low",
    "medium, medium",
    "high, high",
    "xhigh, xhigh",
    "max, max"
  })
  void t47EffortSteersAdaptiveThinking(String asked, String sent) {
    // When
    ObjectNode body = with("\"reasoning_effort\":\"" + asked + "\"");

    // Then
    assertThat(body.path("thinking")).isEqualTo(Hub.json("{\"type\":\"adaptive\"}"));
    assertThat(body.path("output_config").path("effort").stringValue()).isEqualTo(sent);
  }

  @Test
  void t47NoEffortTurnsThinkingOff() {
    assertThat(with("\"reasoning_effort\":\"none\"").path("thinking"))
        .isEqualTo(Hub.json("{\"type\":\"disabled\"}"));
  }

  @ParameterizedTest
  @CsvSource({"low, 8000, 1024", "medium, 8000, 2048", "high, 8000, 4096", "high, 3000, 2999"})
  void t47EffortIsABudgetForOlderModels(String asked, long cap, long budget) {
    // When
    ObjectNode body =
        Hub.json(
            Hub.call(
                    CHAT,
                    Hub.target(MESSAGES, "claude-sonnet-4-5-20250929"),
                    Hub.hello(CHAT, "\"reasoning_effort\":\"" + asked + "\",\"max_tokens\":" + cap))
                .body());

    // Then
    assertThat(body.path("thinking").path("budget_tokens").longValue()).isEqualTo(budget);
  }

  @Test
  void t47ABudgetThatDoesNotFitUnderTheCapIsLeftOut() {
    // When
    Translation translation =
        Hub.call(
            CHAT,
            Hub.target(MESSAGES, "claude-sonnet-4-5"),
            Hub.hello(CHAT, "\"reasoning_effort\":\"low\",\"max_tokens\":500"));

    // Then
    assertThat(translation.ignored()).containsExactly("reasoning_effort");
  }

  @Test
  void t47ThinkingWithAForcedToolIsRefused() {
    assertThat(refused(tools(",\"tool_choice\":\"required\",\"reasoning_effort\":\"low\"")))
        .isEqualTo("tool_choice");
  }

  @ParameterizedTest
  @CsvSource({"auto, auto", "default, standard_only"})
  void serviceTiersAreRenamed(String asked, String sent) {
    assertThat(with("\"service_tier\":\"" + asked + "\"").path("service_tier").stringValue())
        .isEqualTo(sent);
  }

  @Test
  void theUserIsHashedAndTheCapFilledIn() {
    // When
    ObjectNode body = with("\"user\":\"jane@example.org\",\"stop\":[\"a\",\"b\"]");

    // Then
    assertThat(body.path("metadata").path("user_id").stringValue()).matches("[0-9a-f]{32}");
    assertThat(body.path("max_tokens").longValue()).isEqualTo(32_000);
    assertThat(body.path("stop_sequences")).hasSize(2);
    assertThat(body.has("stream")).isFalse();
  }

  @Test
  void aPrefilledAnswerLosesTheSpaceAtItsEndAndEmptyTextsGo() {
    // When
    ObjectNode body =
        up(
            """
            {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":""},{"type":"text","text":"Hi"}]},
             {"role":"assistant","content":"Well, "}]}\
            """);

    // Then
    assertThat(body.path("messages").path(0).path("content")).hasSize(1);
    assertThat(body.path("messages").path(1).path("content").path(0).path("text").stringValue())
        .isEqualTo("Well,");
  }

  @Test
  void anEmptyUserMessageIsRefused() {
    assertThat(
            Hub.refused(
                CHAT,
                MESSAGES,
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}"))
        .isEqualTo("messages[0]");
  }

  @Test
  void aLongToolNameIsShortenedAndPutBack() {
    // Given
    String name = "a".repeat(70) + ".b";

    // When
    Translation translation =
        Hub.call(
            CHAT,
            MESSAGES,
            Hub.hello(
                CHAT,
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"" + name + "\"}}]"));
    String sent = Hub.json(translation.body()).path("tools").path(0).path("name").stringValue();
    ObjectNode answer =
        Hub.json(
            translation
                .whole(
                    ("{\"id\":\"msg_1\",\"model\":\"x\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\""
                            + sent
                            + "\",\"input\":{}}],\"stop_reason\":\"tool_use\",\"usage\":{}}")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .body());

    // Then
    assertThat(sent).hasSize(64).matches("[A-Za-z0-9_-]+");
    assertThat(answer.at("/choices/0/message/tool_calls/0/function/name").stringValue())
        .isEqualTo(name);
  }

  @Test
  void duplicateKeysAnywhereAreRefused() {
    assertThat(Hub.refused(CHAT, MESSAGES, "{\"messages\":[],\"messages\":[]}")).isEmpty();
  }
}
