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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
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

  /** Every request of it is another call, as the gateway makes of it. */
  private AnthropicClient retrying(FrontDoor door) {
    return AnthropicOkHttpClient.builder().baseUrl(door.url()).apiKey("any").maxRetries(2).build();
  }

  private FrontDoor door(List<TestCaller> callers) {
    return new FrontDoor(
        dataPath.port(),
        (method, path) -> {
          TestCaller caller = TestCaller.any();
          callers.add(caller);
          return signed(caller, method, path);
        });
  }

  @Test
  void t32TheSdkWaitsAsLongAsTheUpstreamSays() {
    List<TestCaller> callers = new CopyOnWriteArrayList<>();
    try (FakeUpstream upstream = new FakeUpstream();
        FrontDoor door = door(callers)) {
      // Given
      upstream.then(it -> it.json(429, "{}", "retry-after: 2"));
      upstream.then(it -> it.json(200, PassThroughIT.ANSWER));
      Sale sale = aSaleThrough("anthropic", upstream);
      callers.clear();

      // When
      long asked = System.nanoTime();
      retrying(door).messages().create(message(sale));

      // Then
      assertThat(Duration.ofNanos(System.nanoTime() - asked))
          .isGreaterThan(Duration.ofMillis(1900));
      assertThat(callers).hasSize(2);
    }
  }

  @Test
  void t60ACallThatTheSdkRepeatsIsChargedOnce() {
    List<TestCaller> callers = new CopyOnWriteArrayList<>();
    try (FakeUpstream upstream = new FakeUpstream();
        FrontDoor door = door(callers)) {
      // Given
      upstream.then(it -> it.json(500, "{}"));
      upstream.then(it -> it.json(200, PassThroughIT.ANSWER));
      Sale sale = aSaleThrough("anthropic", upstream);
      callers.clear();

      // When
      retrying(door).messages().create(message(sale));

      // Then
      assertThat(callers).hasSize(2);
      assertThat(usageOf(callers.getFirst()).path("tokens").path("output").asInt()).isZero();
      assertThat(usageOf(callers.getLast()).path("tokens").path("output").asInt()).isEqualTo(40);
    }
  }

  @Test
  void t33ACallerWhoIsNotKnownIsToldSoOnce() {
    AtomicInteger asked = new AtomicInteger();
    try (FrontDoor door =
        new FrontDoor(
            dataPath.port(),
            (_, _) -> {
              asked.incrementAndGet();
              return "nobody";
            })) {
      // Given
      MessageCreateParams message =
          MessageCreateParams.builder().model("m").maxTokens(9).addUserMessage("Hi").build();
      ChatCompletionCreateParams completion =
          ChatCompletionCreateParams.builder().model("m").addUserMessage("Hi").build();
      OpenAIClient openai =
          OpenAIOkHttpClient.builder().baseUrl(door.url() + "/v1").apiKey("any").build();

      // When // Then
      assertThatThrownBy(() -> retrying(door).messages().create(message))
          .isInstanceOf(com.anthropic.errors.UnauthorizedException.class);
      assertThatThrownBy(() -> openai.chat().completions().create(completion))
          .isInstanceOf(com.openai.errors.UnauthorizedException.class);
      assertThat(asked).hasValue(2);
    }
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
