package io.posthouse.relay.translation;

import static io.posthouse.relay.protocol.Protocol.CHAT;
import static io.posthouse.relay.protocol.Protocol.MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An Anthropic client's requests to a Chat upstream (protocols.md 4.1, 4.2). */
class MessagesToChatTest {

  private static ObjectNode up(String body) {
    return Hub.up(MESSAGES, CHAT, body);
  }

  private static ObjectNode with(String more) {
    return up(Hub.hello(MESSAGES, more));
  }

  private static String refused(String more) {
    return Hub.refused(MESSAGES, CHAT, Hub.hello(MESSAGES, more));
  }

  private static String messages(String messages) {
    return "{\"model\":\"m\",\"max_tokens\":10,\"messages\":" + messages + "}";
  }

  @Test
  void t41ToolResultWithTextImageAndErrorBecomesToolMessageThenUserMessage() {
    // When
    JsonNode sent =
        up(messages(
                """
                [{"role":"user","content":"Hi"},
                 {"role":"assistant","content":[{"type":"text","text":"I look"},
                  {"type":"tool_use","id":"t1","name":"look","input":{"b":1.0,"a":2}}]},
                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","is_error":true,"content":[
                   {"type":"text","text":"broken"},
                   {"type":"image","source":{"type":"base64","media_type":"image/png","data":"QUJD"}}]},
                  {"type":"text","text":"And?"}]}]\
                """))
            .path("messages");

    // Then
    assertThat(SseClient.texts(sent, "role")).containsExactly("user", "assistant", "tool", "user");
    assertThat(sent.path(1).toString())
        .isEqualTo(
            """
            {"role":"assistant","content":"I look","tool_calls":[{"id":"t1","type":"function","function":\
            {"name":"look","arguments":"{\\"b\\":1.0,\\"a\\":2}"}}]}\
            """);
    assertThat(sent.path(2).path("content").stringValue())
        .startsWith("Error: broken")
        .contains("follow");
    assertThat(SseClient.texts(sent.path(3).path("content"), "type"))
        .containsExactly("image_url", "text");
    assertThat(sent.at("/3/content/0/image_url/url").stringValue())
        .isEqualTo("data:image/png;base64,QUJD");
  }

  @Test
  void t41ResultsStandRightBehindTheirCallsWhateverCameBetween() {
    // When
    JsonNode sent =
        up(messages(
                """
                [{"role":"user","content":"Hi"},
                 {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}},
                  {"type":"tool_use","id":"b","name":"f","input":{}}]},
                 {"role":"user","content":[{"type":"text","text":"wait"},
                  {"type":"tool_result","tool_use_id":"b","content":"2"}]},
                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"a"}]}]\
                """))
            .path("messages");

    // Then
    assertThat(SseClient.texts(sent, "role"))
        .containsExactly("user", "assistant", "tool", "tool", "user");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{}}]},{\"role\":\"user\",\"content\":\"y\"}]"
            + " | messages[1].content[0].input",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"a\",\"content\":\"1\"}]}]"
            + " | messages[0].content[0]",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"search_result\"}]}] |"
            + " messages[0].content[0].type",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"container_upload\"}]}] |"
            + " messages[0].content[0].type",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"url\",\"url\":\"https://x.example\"}}]}]"
            + " | messages[0].content[0]",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}]}]"
            + " | messages[0].content[0].source.type",
        "[{\"role\":\"user\",\"content\":[]}] | messages[0]",
        "[{\"role\":\"robot\",\"content\":\"x\"}] | messages[0].role",
      })
  void t41WhatCannotBeSaidIsRefusedByName(String messages, String field) {
    assertThat(Hub.refused(MESSAGES, CHAT, messages(messages))).isEqualTo(field);
  }

  @Test
  void t39TheBillingNoteIsRemovedAndSystemBlocksAreSeparated() {
    // When
    JsonNode sent =
        with("""
        "system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=1"},
        {"type":"text","text":"one","cache_control":{"type":"ephemeral"}},{"type":"text","text":"two"}]\
        """)
            .path("messages");

    // Then
    assertThat(sent.path(0).toString())
        .isEqualTo("{\"role\":\"system\",\"content\":\"one\\n\\ntwo\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"auto\"} | \"auto\" | ",
        "{\"type\":\"auto\",\"disable_parallel_tool_use\":true} | \"auto\" | false",
        "{\"type\":\"any\",\"disable_parallel_tool_use\":false} | \"required\" | true",
        "{\"type\":\"none\"} | \"none\" | ",
        "{\"type\":\"tool\",\"name\":\"f\",\"disable_parallel_tool_use\":true} |"
            + " {\"type\":\"function\",\"function\":{\"name\":\"f\"}} | false",
      })
  void t44ToolChoiceIsTakenApart(String choice, String expected, String parallel) {
    // When
    ObjectNode sent =
        with(
            "\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}],\"tool_choice\":"
                + choice);

    // Then
    assertThat(sent.path("tool_choice").toString()).isEqualTo(expected);
    assertThat(sent.has("parallel_tool_calls")).isEqualTo(parallel != null);
    if (parallel != null) {
      assertThat(sent.path("parallel_tool_calls").toString()).isEqualTo(parallel);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"container\":\"c\" | container",
        "\"mcp_servers\":[{\"type\":\"url\"}] | mcp_servers",
        "\"fallbacks\":[\"x\"] | fallbacks",
        "\"context_management\":{\"edits\":[{\"type\":\"compact_20260112\"}]} |"
            + " context_management.edits[0].type",
        "\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}] | tools[0].type",
        "\"tools\":[{\"type\":\"bash_20250124\",\"name\":\"bash\"}] | tools[0].type",
        "\"stop_sequences\":[\"a\",\"b\",\"c\",\"d\",\"e\"] | stop_sequences",
        "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":10} | thinking.budget_tokens",
        "\"thinking\":{\"type\":\"adaptive\"},\"tools\":[{\"name\":\"f\"}],\"tool_choice\":{\"type\":\"any\"}"
            + " | tool_choice",
        "\"unheard_of\":{} | unheard_of",
      })
  void t45WhatOpenAiCannotDoIsRefusedByName(String more, String field) {
    assertThat(refused(more)).isEqualTo(field);
  }

  @Test
  void t45WhatMayBeLeftOutIsNamedOnce() {
    // When
    Translation translation =
        Hub.call(
            MESSAGES,
            CHAT,
            Hub.hello(
                MESSAGES,
                """
                "top_k":5,"service_tier":"auto","inference_geo":"us","diagnostics":{"a":1},"cache_control":{"type":"ephemeral"},
                "thinking":{"type":"adaptive","display":"summarized"},"context_management":{"edits":[{"type":"clear_tool_uses_20250919"}]},
                "tools":[{"name":"f","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"},"defer_loading":true,
                 "eager_input_streaming":true}],"temperature":0.5\
                """));

    // Then
    assertThat(translation.ignored())
        .containsExactlyInAnyOrder(
            "top_k",
            "service_tier",
            "inference_geo",
            "diagnostics",
            "cache_control",
            "thinking.display",
            "context_management",
            "defer_loading",
            "eager_input_streaming",
            "temperature");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"enabled\",\"budget_tokens\":1024} | low",
        "{\"type\":\"enabled\",\"budget_tokens\":2048} | medium",
        "{\"type\":\"enabled\",\"budget_tokens\":30000} | high",
        "{\"type\":\"adaptive\"} | medium",
      })
  void t47ThinkingBecomesAnEffort(String thinking, String effort) {
    assertThat(with("\"thinking\":" + thinking).path("reasoning_effort").stringValue())
        .isEqualTo(effort);
  }

  @Test
  void t47AnEffortBesideThinkingIsKeptAndDisabledThinkingSaysNothing() {
    assertThat(
            with("\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"max\"}")
                .path("reasoning_effort")
                .stringValue())
        .isEqualTo("xhigh");
    assertThat(with("\"thinking\":{\"type\":\"disabled\"}").has("reasoning_effort")).isFalse();
  }

  @Test
  void t47ThinkingIsLeftOutWhereTheModelKnowsNoEffort() {
    // When
    Translation translation =
        Hub.call(
            MESSAGES,
            Hub.target(CHAT, "deepseek-chat"),
            Hub.hello(MESSAGES, "\"thinking\":{\"type\":\"adaptive\"}"));

    // Then
    assertThat(translation.ignored()).containsExactly("thinking");
    assertThat(Hub.json(translation.body()).path("max_tokens").intValue()).isEqualTo(100);
  }

  @Test
  void t46ASchemaGetsANameAndArrivesUnchanged() {
    // When
    ObjectNode sent =
        with(
            "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\",\"minimum\":1.50}}}");

    // Then
    assertThat(sent.path("response_format").toString())
        .isEqualTo(
            """
            {"type":"json_schema","json_schema":{"name":"output","schema":{"type":"object","minimum":1.50},"strict":false}}\
            """);
  }

  @Test
  void foreignThinkingIsDroppedWithItsText() {
    // When
    ObjectNode sent =
        up(
            messages(
                """
                [{"role":"user","content":"Hi"},{"role":"assistant","content":[
                 {"type":"thinking","thinking":"secret","signature":"native"},{"type":"text","text":"ok"}]},
                 {"role":"user","content":"Go"}]\
                """));

    // Then
    assertThat(sent.toString()).doesNotContain("secret").doesNotContain("native");
  }

  @Test
  void streamsAskForUsageUnlessTheUpstreamRefusesTheOption() {
    // Given
    Target usual = Hub.target(CHAT);
    Target without =
        new Target(
            CHAT,
            usual.model(),
            usual.traits(),
            usual.family(),
            "2023-06-01",
            false,
            false,
            true,
            false,
            false);

    // Then
    assertThat(
            Hub.json(Hub.call(MESSAGES, usual, Hub.hello(MESSAGES), true).body())
                .path("stream_options")
                .toString())
        .isEqualTo("{\"include_usage\":true}");
    assertThat(
            Hub.json(Hub.call(MESSAGES, without, Hub.hello(MESSAGES), true).body())
                .has("stream_options"))
        .isFalse();
  }
}
