package io.posthouse.relay;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** OpenAI's official SDK for Java before an upstream that speaks Anthropic Messages. */
abstract class OpenAiJavaSdk extends JavaSdkFixture {

  OpenAIClient client;

  OpenAiJavaSdk() {
    super("anthropic", Map.of());
  }

  @Override
  void open(String url) {
    client =
        OpenAIOkHttpClient.builder().baseUrl(url + "/v1").apiKey("sk-dummy").maxRetries(0).build();
  }

  @Override
  void shut() {
    client.close();
  }

  List<ResponseStreamEvent> streamed(ResponseCreateParams asked) {
    try (StreamResponse<ResponseStreamEvent> events = client.responses().createStreaming(asked)) {
      return events.stream().toList();
    }
  }

  static Map<String, Object> schema(String... properties) {
    return Map.of(
        "type",
        "object",
        "properties",
        List.of(properties).stream()
            .collect(Collectors.toMap(name -> name, _ -> Map.of("type", "string"))),
        "required",
        List.of(properties),
        "additionalProperties",
        false);
  }
}
