package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an account at the provider keeps, and who may name it (T56). */
class StatefulCallsIT extends RelayFixture {

  private static String body(Sale sale, String more) {
    return "{\"model\":\"" + sale.model() + "\"" + more + "}";
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "previous_response_id, \"r\"",
        "conversation, \"c\"",
        "background, true",
        "prompt, {}",
        "container, \"c\""
      })
  void whatASharedAccountKeepsIsRefusedByName(String field, String value) {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Sale sale = aSaleThrough("openai", upstream);

      // When
      RawClient.Answer answer =
          call("POST", "/v1/responses", body(sale, ",\"" + field + "\":" + value), Map.of());

      // Then
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("\"param\":\"" + field + "\"");
      assertThat(upstream.received()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "anthropic | /v1/messages         | file_id | ,\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}]}]",
        "openai    | /v1/messages         | file_id | ,\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}]}]",
        "openai    | /v1/chat/completions | file_id | ,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_id\":\"f\"}}]}]",
        "openai    | /v1/responses        | file_id | ,\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\",\"file_id\":\"f\"}]}]",
        "openai    | /v1/responses        | item_reference | ,\"input\":[{\"type\":\"item_reference\",\"id\":\"i\"}]"
      })
  void whatASharedAccountKeepsIsRefusedAtAnyDepth(
      String protocol, String path, String field, String more) {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Sale sale = aSaleThrough(protocol, upstream);

      // When
      RawClient.Answer answer = call("POST", path, body(sale, more), Map.of());

      // Then
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains(field + ": works only where");
      assertThat(upstream.received()).isEmpty();
    }
  }

  @Test
  void anAccountsOwnUpstreamMayKeepThings() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, "{\"object\":\"response\",\"error\":null}"));
      TestCaller caller = TestCaller.any();
      Sale sale = aSale();
      anUpstream(
          sale, "openai", upstream.port(), 0, "x", Map.of("dedicatedTo", caller.accountId()));
      awaitPriced(sale);

      // When
      RawClient.Answer answer =
          call(
              caller,
              "POST",
              "/v1/responses",
              body(sale, ",\"previous_response_id\":\"r\""),
              Map.of());

      // Then
      assertThat(answer.status()).isEqualTo(200);
    }
  }
}
