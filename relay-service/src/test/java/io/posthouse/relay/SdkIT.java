package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.posthouse.simulator.Simulator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The official Java SDKs, against the simulator (P02). The caller header stands in for the gateway.
 */
class SdkIT extends RelayFixture {

  private static Simulator simulator;

  @BeforeAll
  static void simulate() {
    simulator = Simulator.start(0);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  private Sale sale() {
    Sale sale = aSale();
    int port = java.net.URI.create(simulator.url()).getPort();
    anUpstream(sale, "anthropic", port, 0, "claude-sonnet-4-5");
    anUpstream(sale, "openai", port, 0, "gpt-5");
    awaitPriced(sale);
    return sale;
  }

  private AnthropicClient anthropic(TestCaller caller) {
    return AnthropicOkHttpClient.builder()
        .baseUrl("http://127.0.0.1:" + dataPath.port())
        .apiKey("any")
        .putHeader("X-Posthouse-Caller", signed(caller, "POST", "/v1/messages"))
        .build();
  }

  private OpenAIClient openai(TestCaller caller) {
    return OpenAIOkHttpClient.builder()
        .baseUrl("http://127.0.0.1:" + dataPath.port() + "/v1")
        .apiKey("any")
        .putHeader("X-Posthouse-Caller", signed(caller, "POST", "/v1/chat/completions"))
        .build();
  }

  private static MessageCreateParams message(Sale sale) {
    return MessageCreateParams.builder()
        .model(sale.model())
        .maxTokens(100)
        .addUserMessage("Hello")
        .build();
  }

  private static ChatCompletionCreateParams completion(Sale sale) {
    return ChatCompletionCreateParams.builder().model(sale.model()).addUserMessage("Hello").build();
  }

  @Test
  void anthropicsSdkGetsAnswersWholeAndStreamed() {
    // Given
    Sale sale = sale();
    TestCaller whole = TestCaller.any();
    TestCaller streamed = TestCaller.any();

    // When
    Message message = anthropic(whole).messages().create(message(sale));
    List<?> events;
    try (var stream = anthropic(streamed).messages().createStreaming(message(sale))) {
      events = stream.stream().toList();
    }

    // Then
    assertThat(message.usage().outputTokens())
        .isEqualTo(usageOf(whole).path("tokens").path("output").asLong())
        .isPositive();
    assertThat(events).hasSizeGreaterThan(5);
    assertThat(usageOf(streamed).path("tokens")).isEqualTo(usageOf(whole).path("tokens"));
    assertThat(usageOf(streamed).path("usageSource").asString()).isEqualTo("reported");
  }

  @Test
  void openAisSdkGetsAnswersWholeAndStreamed() {
    // Given
    Sale sale = sale();
    TestCaller whole = TestCaller.any();
    TestCaller streamed = TestCaller.any();

    // When
    ChatCompletion answer = openai(whole).chat().completions().create(completion(sale));
    List<?> chunks;
    try (var stream = openai(streamed).chat().completions().createStreaming(completion(sale))) {
      chunks = stream.stream().toList();
    }

    // Then
    assertThat(answer.usage().orElseThrow().completionTokens())
        .isEqualTo(usageOf(whole).path("tokens").path("output").asLong())
        .isPositive();
    assertThat(chunks).hasSizeGreaterThan(2);
    assertThat(usageOf(streamed).path("tokens")).isEqualTo(usageOf(whole).path("tokens"));
  }

  @Test
  void anEmptyWalletIsAskedForOnce() {
    // Given
    Sale sale = sale();
    TestCaller caller = TestCaller.any();
    billing.answer(caller.accountId(), 402, "{\"limit\":\"balance\"}");

    // When // Then
    assertThatThrownBy(() -> anthropic(caller).messages().create(message(sale)))
        .isInstanceOfSatisfying(
            AnthropicServiceException.class,
            refused -> assertThat(refused.statusCode()).isEqualTo(402));
    assertThat(billing.asks(caller.accountId())).hasSize(1);
  }
}
