package io.posthouse.relay.translation;

import static io.posthouse.relay.protocol.Protocol.CHAT;
import static io.posthouse.relay.protocol.Protocol.MESSAGES;
import static io.posthouse.relay.translation.ChatToMessages.refused;
import static io.posthouse.relay.translation.ChatToMessages.tools;
import static io.posthouse.relay.translation.ChatToMessages.up;
import static io.posthouse.relay.translation.ChatToMessages.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Tools of a Chat call said to Anthropic: calls, choices and schemas (protocols.md 4.2). */
class ChatToMessagesToolsTest {

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
}
