package io.posthouse.relay.translation;

import static io.posthouse.relay.protocol.Protocol.CHAT;
import static io.posthouse.relay.protocol.Protocol.MESSAGES;
import static io.posthouse.relay.translation.ChatToMessages.refused;
import static io.posthouse.relay.translation.ChatToMessages.tools;
import static io.posthouse.relay.translation.ChatToMessages.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** How a Chat call wants to be answered, said to Anthropic (protocols.md 4.2). */
class ChatToMessagesControlTest {

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
}
