package io.posthouse.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionUsage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The official SDK of OpenAI takes the simulator for the real thing. */
class OpenAiSdkTest {

  private static Simulator simulator;
  private static OpenAIClient client;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(0);
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(simulator.url() + "/v1")
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

  private static ChatCompletionCreateParams.Builder call(String model, String text) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(text);
  }

  @Test
  void answersWhole() {
    ChatCompletion completion =
        client.chat().completions().create(call("gpt-5", "Hello, world").build());

    assertThat(completion.choices().getFirst().message().content().orElseThrow())
        .startsWith("This is Posthouse's simulator");
    CompletionUsage usage = completion.usage().orElseThrow();
    assertThat(usage.promptTokens()).isEqualTo(3);
    assertThat(usage.completionTokens()).isEqualTo(26);
  }

  @Test
  void streams() {
    ChatCompletion completion =
        stream(
            call("gpt-5", "Hello, world")
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build());

    assertThat(completion.choices().getFirst().message().content().orElseThrow())
        .startsWith("This is Posthouse's simulator");
    assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(29);
  }

  private static ChatCompletion stream(ChatCompletionCreateParams params) {
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params)) {
      stream.stream().forEach(accumulator::accumulate);
    }
    return accumulator.chatCompletion();
  }

  @Test
  void callsATool() {
    // Given
    FunctionParameters schema =
        FunctionParameters.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .putAdditionalProperty(
                "properties", JsonValue.from(Map.of("days", Map.of("type", "integer"))))
            .putAdditionalProperty("required", JsonValue.from(List.of("days")))
            .build();
    ChatCompletionCreateParams params =
        call("gpt-5", "Please use tool forecast.")
            .addFunctionTool(
                FunctionDefinition.builder().name("forecast").parameters(schema).build())
            .build();

    // When
    List<ChatCompletion> answers =
        List.of(client.chat().completions().create(params), stream(params));

    // Then
    for (ChatCompletion completion : answers) {
      ChatCompletionMessageFunctionToolCall.Function function =
          completion
              .choices()
              .getFirst()
              .message()
              .toolCalls()
              .orElseThrow()
              .getFirst()
              .asFunction()
              .function();
      assertThat(function.name()).isEqualTo("forecast");
      assertThat(function.arguments()).isEqualTo("{\"days\":1}");
    }
  }

  @Test
  void listsModels() {
    assertThat(client.models().list().data()).anyMatch(model -> model.id().equals("gpt-5"));
  }

  @Test
  void refusesAsTheSdkExpects() {
    assertThatThrownBy(
            () -> client.chat().completions().create(call("sim-error-429", "Hi").build()))
        .isInstanceOf(RateLimitException.class);
  }
}
