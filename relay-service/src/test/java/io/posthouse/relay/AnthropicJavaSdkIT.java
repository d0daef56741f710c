package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.SseException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anthropic's official SDK for Java before an upstream that speaks OpenAI Chat. */
class AnthropicJavaSdkIT extends JavaSdkFixture {

  private AnthropicClient client;

  AnthropicJavaSdkIT() {
    super("openai", Map.of("surfaces", List.of("chat")));
  }

  @Override
  void open(String url) {
    client = AnthropicOkHttpClient.builder().baseUrl(url).apiKey("sk-dummy").maxRetries(0).build();
  }

  @Override
  void shut() {
    client.close();
  }

  private MessageCreateParams.Builder ask() {
    return MessageCreateParams.builder().model(sale.model()).maxTokens(2048);
  }

  private Message send(MessageCreateParams params, boolean stream) {
    if (!stream) {
      return client.messages().create(params);
    }
    MessageAccumulator whole = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(params)) {
      events.stream().forEach(whole::accumulate);
    }
    return whole.message();
  }

  private static String text(Message message) {
    return message.content().stream()
        .flatMap(block -> block.text().stream())
        .map(block -> block.text())
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void textAndUsage(boolean stream) {
    Message message =
        send(ask().system("Be brief.").addUserMessage("[[say " + SAID + "]]").build(), stream);

    assertThat(text(message)).isEqualTo(SAID);
    assertThat(message.stopReason()).contains(StopReason.END_TURN);
    assertThat(message.usage().inputTokens()).isEqualTo(20);
    assertThat(message.usage().cacheReadInputTokens()).contains(5L);
    assertThat(message.usage().outputTokens()).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twoToolsAndTheirResults(boolean stream) {
    // Given
    MessageCreateParams.Builder question =
        ask()
            .addTool(tool("weather", "city"))
            .addTool(tool("clock"))
            .addUserMessage("[[tool weather {\"city\":\"Łódź\"}]] [[tool clock {}]]");

    // When
    Message first = send(question.build(), stream);
    List<ToolUseBlock> calls =
        first.content().stream().flatMap(block -> block.toolUse().stream()).toList();
    Message second =
        send(
            question
                .addMessage(first)
                .addUserMessageOfContentBlockParams(
                    List.of(result(calls.getFirst(), "rain"), result(calls.getLast(), "noon")))
                .build(),
            stream);

    // Then
    assertThat(first.stopReason()).contains(StopReason.TOOL_USE);
    assertThat(calls).extracting(ToolUseBlock::name).containsExactly("weather", "clock");
    assertThat(calls.getFirst()._input()).isEqualTo(JsonValue.from(Map.of("city", "Łódź")));
    assertThat(text(second)).isEqualTo("The tool said: rain | noon");
  }

  @Test
  void aToolThatIsForced() {
    Message message =
        send(
            ask()
                .addTool(tool("weather", "city"))
                .addTool(tool("clock"))
                .toolToolChoice("weather")
                .addUserMessage("Now.")
                .build(),
            false);

    assertThat(message.content().getLast().asToolUse().name()).isEqualTo("weather");
  }

  private static Tool tool(String name, String... properties) {
    Tool.InputSchema.Properties.Builder fields = Tool.InputSchema.Properties.builder();
    for (String property : properties) {
      fields.putAdditionalProperty(property, JsonValue.from(Map.of("type", "string")));
    }
    return Tool.builder()
        .name(name)
        .description("Tells the " + name + ".")
        .inputSchema(
            Tool.InputSchema.builder()
                .properties(fields.build())
                .required(List.of(properties))
                .build())
        .build();
  }

  private static ContentBlockParam result(ToolUseBlock call, String said) {
    return ContentBlockParam.ofToolResult(
        ToolResultBlockParam.builder().toolUseId(call.id()).content(said).build());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thinkingThatIsHandedBack(boolean stream) {
    // Given
    MessageCreateParams.Builder question =
        ask().maxTokens(4096).enabledThinking(1024).addUserMessage("[[think]] [[say done]]");

    // When
    Message first = send(question.build(), stream);
    Message second =
        send(question.addMessage(first).addUserMessage("[[say again]]").build(), stream);

    // Then
    assertThat(first.content().getFirst().asThinking().thinking()).contains("Let me give one");
    assertThat(text(first)).isEqualTo("done");
    assertThat(text(second)).isEqualTo("again");
  }

  @Test
  void anImage() {
    Base64ImageSource image =
        Base64ImageSource.builder()
            .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
            .data(PIXEL)
            .build();

    Message message =
        send(
            ask()
                .addUserMessageOfContentBlockParams(
                    List.of(ContentBlockParam.ofImage(image), ContentBlockParam.ofText("What?")))
                .build(),
            false);

    assertThat(text(message)).isEqualTo("I see image/png 70.");
  }

  @Test
  void structuredOutput() {
    var message =
        client
            .messages()
            .create(ask().addUserMessage("Name a city.").outputConfig(City.class).build());

    assertThat(message.content().getFirst().asText().text()).isEqualTo(new City("Paris", 7));
  }

  @Test
  void errorsAreTheSdksOwn() {
    assertThatThrownBy(() -> send(ask().addUserMessage("[[error 400]]").build(), false))
        .isInstanceOf(BadRequestException.class)
        .satisfies(
            refused -> assertThat(((AnthropicServiceException) refused).requestId()).isPresent());
    assertThatThrownBy(() -> send(ask().addUserMessage("[[error 429]]").build(), false))
        .isInstanceOf(RateLimitException.class);
    assertThatThrownBy(() -> send(ask().addUserMessage("[[error 500]]").build(), true))
        .isInstanceOf(InternalServerException.class);
    assertThatThrownBy(() -> send(ask().model("no-such-model").addUserMessage("x").build(), false))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aBrokenStreamIsAnErrorAndNoMessage() {
    assertThatThrownBy(
            () ->
                send(
                    ask().addUserMessage("[[break]] [[say one two three four five six]]").build(),
                    true))
        .isInstanceOf(SseException.class);
  }

  @Test
  void aStreamThatIsLeftIsLeftAtTheUpstreamToo() {
    try (StreamResponse<RawMessageStreamEvent> events =
        client.messages().createStreaming(ask().addUserMessage("[[slow]]").build())) {
      assertThat(events.stream().limit(5)).hasSize(5);
    }

    await().untilAsserted(() -> assertThat(upstream.left()).isEqualTo(1));
  }

  @Test
  void countsAndModels() {
    var count =
        client
            .messages()
            .countTokens(
                MessageCountTokensParams.builder()
                    .model(sale.model())
                    .addUserMessage("Hello, world")
                    .build());

    assertThat(count.inputTokens()).isPositive();
    assertThat(client.models().retrieve(sale.model()).id()).isEqualTo(sale.model());
    assertThat(client.models().list().items()).anyMatch(model -> model.id().equals(sale.model()));
  }
}
