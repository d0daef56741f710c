package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
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

  @Test
  void aStreamThatMovedIsPaidForAtThePriceWhereItIs() {
    try (FakeUpstream dead = new FakeUpstream();
        FakeUpstream good = new FakeUpstream()) {
      // Given: the second channel is six times as dear
      good.then(it -> stream(it, 20));
      Sale cheap = aSaleThrough("openai", dead);
      Sale dear = alsoIn(cheap, "3");
      anUpstream(dear, "openai", good.port(), 0, "x");
      awaitPriced(dear, TestCaller.any().withChannels(dear.channel()));
      dead.stopListening();
      TestCaller caller = TestCaller.any().withChannels(cheap.channel(), dear.channel());
      billing.fund(caller.accountId(), "10");

      // When
      RawClient.Answer answer = chat(caller, body(cheap));

      // Then: what was set aside in the end covers what it cost there
      assertThat(answer.text()).endsWith("data: [DONE]\n\n");
      JsonNode event = usageOf(caller);
      assertThat(event.path("channel").asString()).isEqualTo(dear.channel());
      BigDecimal cost =
          BigDecimal.valueOf(event.path("tokens").path("output").asLong() * 45).movePointLeft(6);
      assertThat(new BigDecimal(event.path("reserved").asString())).isGreaterThanOrEqualTo(cost);
      assertThat(cost).isGreaterThan(new BigDecimal("0.5"));
    }
  }

  private void awaitPriced(Sale sale, TestCaller caller) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                call(caller, "GET", "/v1/models/" + sale.model(), null, Map.of()).status() == 200);
  }

  @Test
  void anAnswerWhoseLengthWasLeftToUsIsAsLongAsTheWalletLasts() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given: two cents, of which a token of output takes 0.0000075
      upstream.then(it -> it.json(200, ANSWER));
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();
      billing.fund(caller.accountId(), "0.02");

      // When
      RawClient.Answer answer = chat(caller, whole(sale, ""));

      // Then
      assertThat(answer.status()).isEqualTo(200);
      long cap =
          json.readTree(upstream.received().getFirst().text())
              .path("max_completion_tokens")
              .asLong();
      assertThat(cap).isBetween(2_000L, 2_667L);
      assertThat(answer.header("x-posthouse-note")).isEqualTo("output-cap=" + cap);
      JsonNode event = usageOf(caller);
      assertThat(new BigDecimal(event.path("reserved").asString()))
          .isLessThanOrEqualTo(new BigDecimal("0.02"))
          .isGreaterThan(new BigDecimal("0.0199"));
      assertThat(event.path("changes").toString()).isEqualTo("[\"output-cap\"]");
    }
  }

  @Test
  void theSameIsSaidInTheUpstreamsProtocol() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, ANSWER));
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();
      billing.fund(caller.accountId(), "0.02");

      // When
      RawClient.Answer answer = messages(caller, whole(sale, ""));

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("x-posthouse-note")).startsWith("output-cap=");
      assertThat(upstream.received().getFirst().text())
          .contains(":" + answer.header("x-posthouse-note").substring("output-cap=".length()));
    }
  }

  @Test
  void aClientsOwnCapIsNeverChangedAndAnEmptyWalletIsRefused() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller poor = TestCaller.any();
      billing.fund(poor.accountId(), "0.02");
      TestCaller empty = TestCaller.any();
      billing.fund(empty.accountId(), "0.0001");

      // When
      RawClient.Answer capped = chat(poor, whole(sale, "\"max_tokens\":10000,"));
      RawClient.Answer refused = chat(empty, whole(sale, ""));

      // Then
      assertThat(capped.status()).isEqualTo(402);
      assertThat(capped.text()).contains("insufficient_quota").contains("wallet");
      assertThat(refused.status()).isEqualTo(402);
      assertThat(upstream.received()).isEmpty();
    }
  }

  @Test
  void t5WhatAnUpstreamGivesBeyondTheCapIsReportedAndNotForgotten() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, ANSWER.replace("tokens\":1", "tokens\":5000")));
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = chat(caller, whole(sale, "\"max_tokens\":10,"));

      // Then: billing-service sees by how much it went beyond what was reserved (I8)
      assertThat(answer.status()).isEqualTo(200);
      JsonNode event = usageOf(caller);
      assertThat(event.path("tokens").path("output").asLong()).isEqualTo(5_000);
      assertThat(new BigDecimal(event.path("reserved").asString()))
          .isLessThan(new BigDecimal("0.001"));
    }
  }

  @Test
  void t3ASmallWalletGetsA503WhileBillingIsAwayNotA402() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given: a wallet that is paid for call by call
      upstream.then(it -> it.json(200, ANSWER));
      upstream.then(it -> it.json(200, ANSWER));
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();
      billing.fund(caller.accountId(), "0.05");
      assertThat(chat(caller, whole(sale, "\"max_tokens\":10,")).status()).isEqualTo(200);
      billing.answer(caller.accountId(), 503, "{}");

      // When
      RawClient.Answer answer = chat(caller.again(), whole(sale, ""));

      // Then
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text()).contains("Nothing was charged");
      assertThat(answer.header("retry-after")).isNotNull();
    }
  }

  private static final String ANSWER =
      """
      {"id":"c","object":"chat.completion","choices":[{"index":0,"finish_reason":"stop",
       "message":{"role":"assistant","content":"hi"}}],"usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}}\
      """;

  private static String whole(Sale sale, String cap) {
    return "{\"model\":\"%s\",%s\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
        .formatted(sale.model(), cap);
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
