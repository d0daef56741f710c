package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * OpenAI's official SDK for Java, Chat and Responses, against an upstream that speaks Anthropic
 * Messages (P01, P02). {@link FrontDoor} stands in for the gateway.
 */
class OpenAiJavaSdkIT extends OpenAiJavaSdk {

  private ChatCompletionCreateParams.Builder ask() {
    return ChatCompletionCreateParams.builder().model(sale.model());
  }

  private ChatCompletion chat(ChatCompletionCreateParams.Builder asked, boolean stream) {
    if (!stream) {
      return client.chat().completions().create(asked.build());
    }
    ChatCompletionCreateParams withUsage =
        asked
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(withUsage)) {
      chunks.stream().forEach(whole::accumulate);
    }
    return whole.chatCompletion();
  }

  private static String text(ChatCompletion answer) {
    return answer.choices().getFirst().message().content().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void textAndUsage(boolean stream) {
    ChatCompletion answer =
        chat(ask().addSystemMessage("Be brief.").addUserMessage("[[say " + SAID + "]]"), stream);

    assertThat(text(answer)).isEqualTo(SAID);
    assertThat(answer.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    var usage = answer.usage().orElseThrow();
    assertThat(usage.promptTokens()).isEqualTo(25);
    assertThat(usage.promptTokensDetails().orElseThrow().cachedTokens()).contains(5L);
    assertThat(usage.completionTokens()).isEqualTo(12);
    assertThat(usage.totalTokens()).isEqualTo(37);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twoToolsAndTheirResults(boolean stream) {
    // Given
    ChatCompletionCreateParams.Builder asked =
        ask()
            .addFunctionTool(function("weather", "city"))
            .addFunctionTool(function("clock"))
            .addUserMessage(TWO_CALLS);

    // When
    var first = chat(asked, stream).choices().getFirst();
    List<ChatCompletionMessageFunctionToolCall> calls =
        first.message().toolCalls().orElseThrow().stream().map(call -> call.asFunction()).toList();
    ChatCompletion second =
        chat(
            asked
                .addMessage(first.message())
                .addMessage(result(calls.getFirst(), "rain"))
                .addMessage(result(calls.getLast(), "noon")),
            stream);

    // Then
    assertThat(first.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
    assertThat(calls)
        .extracting(call -> call.function().name())
        .containsExactly("weather", "clock");
    assertThat(json.readTree(calls.getFirst().function().arguments()).path("city").asString())
        .isEqualTo("Łódź");
    assertThat(text(second)).isEqualTo("The tool said: rain | noon");
  }

  private static FunctionDefinition function(String name, String... properties) {
    FunctionParameters.Builder parameters = FunctionParameters.builder();
    schema(properties)
        .forEach((key, value) -> parameters.putAdditionalProperty(key, JsonValue.from(value)));
    return FunctionDefinition.builder()
        .name(name)
        .description("Tells the " + name + ".")
        .parameters(parameters.build())
        .build();
  }

  private static ChatCompletionToolMessageParam result(
      ChatCompletionMessageFunctionToolCall call, String said) {
    return ChatCompletionToolMessageParam.builder().toolCallId(call.id()).content(said).build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thinking(boolean stream) {
    ChatCompletion answer =
        chat(
            ask()
                .reasoningEffort(ReasoningEffort.LOW)
                .maxCompletionTokens(4096)
                .addUserMessage("[[think]] [[say done]]"),
            stream);

    assertThat(text(answer)).isEqualTo("done");
    if (!stream) {
      assertThat(answer.choices().getFirst().message().toString())
          .contains("reasoning_content", "Let me give one");
    }
  }

  @Test
  void anImage() {
    var image =
        ChatCompletionContentPartImage.builder()
            .imageUrl(
                ChatCompletionContentPartImage.ImageUrl.builder()
                    .url("data:image/png;base64," + PIXEL)
                    .build())
            .build();
    var question = ChatCompletionContentPartText.builder().text("What is it?").build();

    ChatCompletion answer =
        chat(
            ask()
                .addUserMessageOfArrayOfContentParts(
                    List.of(
                        ChatCompletionContentPart.ofText(question),
                        ChatCompletionContentPart.ofImageUrl(image))),
            false);

    assertThat(text(answer)).isEqualTo("I see image/png 70.");
  }

  @Test
  void structuredOutput() {
    var chat =
        client
            .chat()
            .completions()
            .create(ask().addUserMessage("Name a city.").responseFormat(City.class).build());
    var response =
        client
            .responses()
            .create(
                ResponseCreateParams.builder()
                    .model(sale.model())
                    .input("Name a city.")
                    .text(City.class)
                    .build());

    var paris = new City("Paris", 7);
    assertThat(chat.choices().getFirst().message().content()).contains(paris);
    assertThat(response.output().getFirst().asMessage().content().getFirst().asOutputText())
        .isEqualTo(paris);
  }

  @Test
  void errorsAreTheSdksOwn() {
    assertThatThrownBy(() -> chat(ask().addUserMessage("[[error 400]]"), false))
        .isInstanceOf(BadRequestException.class);
    assertThatThrownBy(() -> chat(ask().addUserMessage("[[error 429]]"), false))
        .isInstanceOf(RateLimitException.class);
    assertThatThrownBy(() -> chat(ask().addUserMessage("[[error 500]]"), true))
        .isInstanceOf(InternalServerException.class);
    assertThatThrownBy(() -> chat(ask().model("no-such-model").addUserMessage("x"), false))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(
            () ->
                client
                    .responses()
                    .create(
                        ResponseCreateParams.builder()
                            .model(sale.model())
                            .input("x")
                            .previousResponseId("resp_1")
                            .build()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("previous_response_id");
  }

  @Test
  void aBrokenStreamIsAnErrorAndNoAnswer() {
    String asked = "[[break]] [[say one two three four five six]]";

    assertThatThrownBy(() -> chat(ask().addUserMessage(asked), true))
        .isInstanceOf(OpenAIException.class);
    List<ResponseStreamEvent> events =
        streamed(ResponseCreateParams.builder().model(sale.model()).input(asked).build());
    assertThat(events).noneMatch(ResponseStreamEvent::isCompleted);
    assertThat(events.getLast().isFailed()).isTrue();
  }

  @Test
  void aStreamThatIsLeftIsLeftAtTheUpstreamToo() {
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(ask().addUserMessage("[[slow]]").build())) {
      assertThat(chunks.stream().limit(5)).hasSize(5);
    }

    await().untilAsserted(() -> assertThat(upstream.left()).isEqualTo(1));
  }

  @Test
  void models() {
    assertThat(client.models().list().items()).anyMatch(model -> model.id().equals(sale.model()));
    assertThat(client.models().retrieve(sale.model()).id()).isEqualTo(sale.model());
  }
}
