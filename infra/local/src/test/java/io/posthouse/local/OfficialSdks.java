package io.posthouse.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.CompletionUsage;
import java.util.List;

/**
 * One call through each provider's official SDK, of which nothing but base URL and key is changed
 * (P02).
 */
final class OfficialSdks {

  private static final String REQUEST_ID = "x-posthouse-request-id";

  private OfficialSdks() {}

  /** Returns the values of the answer's request id header. */
  static List<String> anthropic(String origin, String key, boolean streamed) {
    AnthropicClient client =
        AnthropicOkHttpClient.builder().baseUrl(origin).apiKey(key).maxRetries(0).build();
    MessageCreateParams params =
        MessageCreateParams.builder()
            .model("claude-sonnet-4-5")
            .maxTokens(200)
            .addUserMessage("Hello, world")
            .build();
    try {
      return streamed ? streamed(client, params) : whole(client, params);
    } finally {
      client.close();
    }
  }

  private static List<String> whole(AnthropicClient client, MessageCreateParams params) {
    try (com.anthropic.core.http.HttpResponseFor<Message> answer =
        client.messages().withRawResponse().create(params)) {
      assertThat(answer.parse().usage().outputTokens()).isPositive();
      return answer.headers().values(REQUEST_ID);
    }
  }

  private static List<String> streamed(AnthropicClient client, MessageCreateParams params) {
    MessageAccumulator message = MessageAccumulator.create();
    try (com.anthropic.core.http.HttpResponseFor<
                com.anthropic.core.http.StreamResponse<RawMessageStreamEvent>>
            answer = client.messages().withRawResponse().createStreaming(params);
        com.anthropic.core.http.StreamResponse<RawMessageStreamEvent> events = answer.parse()) {
      events.stream().forEach(message::accumulate);
      assertThat(message.message().usage().outputTokens()).isPositive();
      return answer.headers().values(REQUEST_ID);
    }
  }

  /** Returns the values of the answer's request id header. */
  static List<String> openai(String origin, String key, boolean streamed) {
    OpenAIClient client =
        OpenAIOkHttpClient.builder().baseUrl(origin + "/v1").apiKey(key).maxRetries(0).build();
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder().model("gpt-5").addUserMessage("Hello, world").build();
    try {
      return streamed ? streamed(client, params) : whole(client, params);
    } finally {
      client.close();
    }
  }

  private static List<String> whole(OpenAIClient client, ChatCompletionCreateParams params) {
    try (com.openai.core.http.HttpResponseFor<ChatCompletion> answer =
        client.chat().completions().withRawResponse().create(params)) {
      assertThat(answer.parse().usage().map(CompletionUsage::totalTokens).orElse(0L)).isPositive();
      return answer.headers().values(REQUEST_ID);
    }
  }

  private static List<String> streamed(OpenAIClient client, ChatCompletionCreateParams params) {
    try (com.openai.core.http.HttpResponseFor<
                com.openai.core.http.StreamResponse<ChatCompletionChunk>>
            answer = client.chat().completions().withRawResponse().createStreaming(params);
        com.openai.core.http.StreamResponse<ChatCompletionChunk> chunks = answer.parse()) {
      assertThat(chunks.stream().flatMap(chunk -> chunk.choices().stream())).isNotEmpty();
      return answer.headers().values(REQUEST_ID);
    }
  }
}
