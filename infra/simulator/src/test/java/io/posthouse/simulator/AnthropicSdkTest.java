package io.posthouse.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.RateLimitException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.MessageTokensCount;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The official SDK of Anthropic takes the simulator for the real thing. */
class AnthropicSdkTest {

  private static Simulator simulator;
  private static AnthropicClient client;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(0);
    client =
        AnthropicOkHttpClient.builder()
            .baseUrl(simulator.url())
            .apiKey("sim")
            .maxRetries(0)
            .responseValidation(true)
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    simulator.close();
  }

  private static MessageCreateParams.Builder call(String model, String text) {
    return MessageCreateParams.builder().model(model).maxTokens(1000).addUserMessage(text);
  }

  @Test
  void answersWhole() {
    Message message = client.messages().create(call("claude-sonnet-4-5", "Hello, world").build());

    assertThat(message.content().getFirst().asText().text())
        .startsWith("This is Posthouse's simulator");
    assertThat(message.usage().inputTokens()).isEqualTo(3);
    assertThat(message.usage().outputTokens()).isEqualTo(26);
    assertThat(message.stopReason()).contains(StopReason.END_TURN);
  }

  @Test
  void streams() {
    // Given
    MessageAccumulator accumulator = MessageAccumulator.create();

    // When
    try (StreamResponse<RawMessageStreamEvent> stream =
        client.messages().createStreaming(call("claude-sonnet-4-5", "Hello, world").build())) {
      stream.stream().forEach(accumulator::accumulate);
    }

    // Then
    Message message = accumulator.message();
    assertThat(message.content().getFirst().asText().text())
        .startsWith("This is Posthouse's simulator");
    assertThat(message.usage().inputTokens()).isEqualTo(3);
    assertThat(message.usage().outputTokens()).isEqualTo(26);
  }

  @Test
  void callsATool() {
    // Given
    MessageCreateParams params =
        call("claude-sonnet-4-5", "Please use tool get_weather.").addTool(weather()).build();
    MessageAccumulator accumulator = MessageAccumulator.create();

    // When
    Message whole = client.messages().create(params);
    try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(params)) {
      stream.stream().forEach(accumulator::accumulate);
    }

    // Then
    for (Message message : List.of(whole, accumulator.message())) {
      assertThat(message.stopReason()).contains(StopReason.TOOL_USE);
      assertThat(message.content().getFirst().asToolUse().name()).isEqualTo("get_weather");
      assertThat(message.content().getFirst().asToolUse()._input())
          .isEqualTo(JsonValue.from(Map.of("city", "simulated")));
    }
  }

  private static Tool weather() {
    return Tool.builder()
        .name("get_weather")
        .inputSchema(
            Tool.InputSchema.builder()
                .properties(
                    Tool.InputSchema.Properties.builder()
                        .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                        .build())
                .addRequired("city")
                .build())
        .build();
  }

  @Test
  void countsTokensAndListsModels() {
    MessageTokensCount count =
        client
            .messages()
            .countTokens(
                com.anthropic.models.messages.MessageCountTokensParams.builder()
                    .model("claude-sonnet-4-5")
                    .addUserMessage("Hello, world")
                    .build());

    assertThat(count.inputTokens()).isEqualTo(3);
    assertThat(client.models().list().data()).anyMatch(model -> model.id().equals("sim-slow"));
  }

  @Test
  void refusesAsTheSdkExpects() {
    assertThatThrownBy(() -> client.messages().create(call("sim-error-429", "Hi").build()))
        .isInstanceOf(RateLimitException.class);
  }
}
