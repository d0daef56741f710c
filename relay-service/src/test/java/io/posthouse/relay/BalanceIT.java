package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Streams that grow beyond what is set aside for them. */
class BalanceIT extends RelayFixture {

  /** A thousand tokens by our own count. */
  private static final String CHUNK =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
          + "word".repeat(1_000)
          + "\"}}]}\n\n";

  private static final String END =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
          + "data: [DONE]\n\n";

  @Test
  void aStreamEndsWithAnErrorWhereTheMoneyDoes() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given: money for the first 4,096 tokens, which cost 0.03, and not for as many more
      upstream.then(it -> stream(it, 400));
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();
      billing.fund(caller.accountId(), "0.05");

      // When
      RawClient.Answer answer = chat(caller, body(sale));

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).contains("insufficient_quota").doesNotContain("[DONE]");
      JsonNode event = usageOf(caller);
      assertThat(event.path("end").asString()).isEqualTo("balance");
      assertThat(event.path("usageSource").asString()).isIn("estimated", "partial");
      assertThat(event.path("tokens").path("output").asLong()).isGreaterThanOrEqualTo(4_096);
      assertThat(event.path("tokens").path("output").asLong()).isLessThan(400_000);
    }
  }

  @Test
  void aStreamGoesOnWhileThereIsMoneyForTheNextTranche() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> stream(it, 20));
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();
      billing.fund(caller.accountId(), "10");

      // When
      RawClient.Answer answer = chat(caller, body(sale));

      // Then: 20,000 tokens, of which at most 32,000 could have come
      assertThat(answer.text()).endsWith("data: [DONE]\n\n");
      assertThat(billing.asks(caller.accountId())).hasSizeGreaterThan(1);
      JsonNode event = usageOf(caller);
      assertThat(event.path("end").asString()).isEqualTo("complete");
      assertThat(event.path("reserved").asString()).isGreaterThan("0.12");
    }
  }

  private static void stream(FakeUpstream.Exchange exchange, int chunks)
      throws java.io.IOException {
    exchange.streamHead();
    for (int i = 0; i < chunks; i++) {
      exchange.chunk(CHUNK);
      LockSupport.parkNanos(10_000_000);
    }
    exchange.chunk(END);
    exchange.endChunks();
  }

  private static String body(Sale sale) {
    return "{\"model\":\"" + sale.model() + "\",\"stream\":true,\"messages\":[]}";
  }
}
