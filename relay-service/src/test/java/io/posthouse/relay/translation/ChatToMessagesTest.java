package io.posthouse.relay.translation;

import static io.posthouse.relay.protocol.Protocol.CHAT;
import static io.posthouse.relay.protocol.Protocol.MESSAGES;
import static io.posthouse.relay.translation.ChatToMessages.refused;
import static io.posthouse.relay.translation.ChatToMessages.up;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A Chat client's requests to an Anthropic upstream (protocols.md 4.1, 4.2). */
class ChatToMessagesTest {

  private static ObjectNode user(String content) {
    return up("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}");
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
  void duplicateKeysAnywhereAreRefused() {
    assertThat(Hub.refused(CHAT, MESSAGES, "{\"messages\":[],\"messages\":[]}")).isEmpty();
  }
}
