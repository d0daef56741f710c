package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who may call what, and with what money: T34, T35, T36, T59 and T60 in part. */
class AdmissionIT extends RelayFixture {

  private static String body(String model) {
    return "{\"model\":\"" + model + "\",\"max_tokens\":9}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "wrong", "expired", "other path", "other method"})
  void aCallerThatIsNotSignedIsA401InTheProtocol(String how) {
    // Given
    TestCaller caller = TestCaller.any();
    String header =
        switch (how) {
          case "none" -> null;
          case "wrong" -> signed(caller, "POST", "/v1/messages") + "x";
          case "expired" -> signed(caller, "POST", "/v1/messages", -2);
          case "other path" -> signed(caller, "POST", "/v1/chat/completions");
          default -> signed(caller, "GET", "/v1/messages");
        };

    // When
    RawClient.Answer answer;
    try (RawClient client = client()) {
      answer =
          client
              .send(
                  "POST /v1/messages HTTP/1.1\r\nhost: x\r\n"
                      + (header == null ? "" : "x-posthouse-caller: " + header + "\r\n")
                      + "content-length: 2\r\n\r\n{}")
              .readAnswer();
    }

    // Then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(json.readTree(answer.body()).path("error").path("type").asString())
        .isEqualTo("authentication_error");
  }

  @Test
  void anEmptyWalletIsA402ThatIsNotTriedAgain() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Sale sale = aSaleThrough("anthropic", upstream);
      TestCaller caller = TestCaller.any();
      billing.answer(caller.accountId(), 402, "{\"limit\":\"balance\"}");

      // When
      RawClient.Answer anthropic = messages(caller, body(sale.model()));

      // Then
      assertThat(anthropic.status()).isEqualTo(402);
      assertThat(anthropic.header("x-should-retry")).isEqualTo("false");
      assertThat(json.readTree(anthropic.body()).path("error").path("type").asString())
          .isEqualTo("billing_error");
      assertThat(anthropic.header("x-posthouse-request-id")).isEqualTo(caller.requestId());
      assertThat(upstream.received()).isEmpty();
      assertThat(usage.of(caller.requestId())).isEmpty();
    }
  }

  @Test
  void aSpentKeyIsA402OfItsOwn() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();
      billing.answer(caller.accountId(), 402, "{\"limit\":\"key\"}");

      // When
      RawClient.Answer answer = chat(caller, body(sale.model()));

      // Then
      assertThat(answer.status()).isEqualTo(402);
      JsonNode error = json.readTree(answer.body()).path("error");
      assertThat(error.path("type").asString()).isEqualTo("insufficient_quota");
      assertThat(error.path("code").asString()).isEqualTo("spend_limit_reached");
    }
  }

  @Test
  void billingBeingAwayIsNeverA402() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();
      billing.answer(caller.accountId(), 500, "{}");

      // When
      RawClient.Answer answer = chat(caller, body(sale.model()));

      // Then
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("retry-after")).isNotNull();
      assertThat(answer.text()).contains("wallet cannot be asked");
    }
  }

  @Test
  void anIdempotencyKeyOfARunningCallIsAConflictAndOfAnEndedOneANewCall() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      CountDownLatch asked = new CountDownLatch(1);
      CountDownLatch mayAnswer = new CountDownLatch(1);
      upstream.then(
          it -> {
            asked.countDown();
            mayAnswer.await();
            it.json(200, "{\"type\":\"message\",\"usage\":{\"input_tokens\":1}}");
          });
      upstream.then(it -> it.json(200, "{\"type\":\"message\",\"usage\":{\"input_tokens\":1}}"));
      upstream.then(it -> it.json(200, "{\"type\":\"message\",\"usage\":{\"input_tokens\":1}}"));
      Sale sale = aSaleThrough("anthropic", upstream);
      TestCaller first = TestCaller.any();
      TestCaller second = first.again();
      TestCaller third = first.again();
      Map<String, String> named = Map.of("idempotency-key", "one");

      try (RawClient running = client()) {
        running.send(request(first, "POST", "/v1/messages", body(sale.model()), named));
        awaitQuietly(asked);

        // When
        RawClient.Answer conflict = call(second, "POST", "/v1/messages", body(sale.model()), named);
        RawClient.Answer otherKey = call("POST", "/v1/messages", body(sale.model()), named);
        mayAnswer.countDown();
        RawClient.Answer answer = running.readAnswer();
        RawClient.Answer again = call(third, "POST", "/v1/messages", body(sale.model()), named);

        // Then
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.text()).contains("invalid_request_error", "idempotency-key");
        assertThat(otherKey.status()).isEqualTo(200);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(200);
        assertThat(upstream.received()).hasSize(3);
        assertThat(upstream.received().getFirst().values("idempotency-key")).containsExactly("one");
        assertThat(usageOf(third).path("requestId").asString()).isEqualTo(third.requestId());
        assertThat(usage.of(second.requestId())).isEmpty();
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Test
  void anUnknownModelIsA404AndOneOfOthersA403() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Sale sale = aSaleThrough("openai", upstream);

      // When
      RawClient.Answer unknown = chat(TestCaller.any(), body("no-such-model"));
      RawClient.Answer byModels = chat(TestCaller.any().withModels("another"), body(sale.model()));
      RawClient.Answer byChannels =
          chat(TestCaller.any().withChannels("another"), body(sale.model()));
      RawClient.Answer otherProtocol =
          call(
              "POST",
              "/v1beta/models/" + sale.model() + ":embedContent",
              body(sale.model()),
              Map.of());

      // Then
      assertThat(unknown.status()).isEqualTo(404);
      assertThat(json.readTree(unknown.body()).path("error").path("code").asString())
          .isEqualTo("model_not_found");
      assertThat(byModels.status()).isEqualTo(403);
      assertThat(json.readTree(byModels.body()).path("error").path("code").asString())
          .isEqualTo("model_not_allowed");
      assertThat(byChannels.status()).isEqualTo(403);
      assertThat(otherProtocol.status()).isEqualTo(404);
      assertThat(otherProtocol.text())
          .contains("NOT_FOUND")
          .contains("not served through this protocol");
    }
  }

  @Test
  void aModelWithoutAPriceIsNotThere() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Sale priced = aSaleThrough("openai", upstream);
      operator()
          .patch()
          .uri("/api/operator/channels/" + priced.channel())
          .body(Map.of("models", java.util.List.of(priced.model(), "unpriced-" + priced.model())))
          .exchange()
          .expectStatus()
          .isOk();

      // When
      RawClient.Answer call = chat(TestCaller.any(), body("unpriced-" + priced.model()));
      RawClient.Answer list = call("GET", "/v1/models?limit=1000", null, Map.of());

      // Then
      assertThat(call.status()).isEqualTo(404);
      assertThat(list.text()).contains("\"" + priced.model() + "\"").doesNotContain("unpriced-");
    }
  }

  @Test
  void modelsAreListedInOneShapeForBothProtocols() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      Sale sale = aSaleThrough("openai", upstream);
      operator()
          .put()
          .uri("/api/operator/models/" + sale.model())
          .body(Map.of("displayName", "The Model", "maxInputTokens", 1000, "maxOutputTokens", 500))
          .exchange()
          .expectStatus()
          .isOk();
      TestCaller caller = TestCaller.any().withModels(sale.model());

      // When
      RawClient.Answer answer =
          call(caller, "GET", "/v1/models", null, Map.of("anthropic-version", "2023-06-01"));
      RawClient.Answer one = call(caller, "GET", "/v1/models/nope", null, Map.of());

      // Then
      JsonNode list = json.readTree(answer.body());
      assertThat(list.path("object").asString()).isEqualTo("list");
      assertThat(list.path("has_more").asBoolean()).isFalse();
      assertThat(list.path("data").size()).isEqualTo(1);
      JsonNode entry = list.path("data").get(0);
      assertThat(entry.path("id").asString()).isEqualTo(sale.model());
      assertThat(entry.path("type").asString()).isEqualTo("model");
      assertThat(entry.path("object").asString()).isEqualTo("model");
      assertThat(entry.path("display_name").asString()).isEqualTo("The Model");
      assertThat(entry.path("max_input_tokens").asInt()).isEqualTo(1000);
      assertThat(answer.header("request-id")).isEqualTo(caller.requestId());
      assertThat(one.status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"a\",\"model\":\"b\"}",
        "{\"model\":\"a\",\"mod\\u0065l\":\"b\"}",
        "{\"model\":\"a\",\"max_tokens\":1,\"max_tokens\":2}",
        "{\"model\":7}",
        "{\"model\":\"a\",\"stream\":\"yes\"}",
        "{}",
        "[]",
        "{\"model\":\"a\"",
        "not json"
      })
  void aBadBodyIsA400ThatSaysWhy(String bad) {
    // When
    RawClient.Answer answer = messages(TestCaller.any(), bad);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    JsonNode error = json.readTree(answer.body());
    assertThat(error.path("error").path("type").asString()).isEqualTo("invalid_request_error");
    assertThat(error.path("error").path("message").asString()).isNotBlank();
  }

  @Test
  void anEscapedModelKeyThatStandsOnceIsRouted() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, PassThroughIT.ANSWER));
      Sale sale = aSaleThrough("anthropic", upstream);
      String body = "{\"mod\\u0065l\":\"" + sale.model() + "\"}";

      // When
      RawClient.Answer answer = messages(TestCaller.any(), body);

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(upstream.only().text()).isEqualTo(body);
    }
  }

  @Test
  void otherPathsAndMethodsAreRefusedInTheProtocol() {
    // When
    RawClient.Answer embeddings = call("POST", "/v1/embeddings/x", "{}", Map.of());
    RawClient.Answer count = call("POST", "/v1/messages/batches", "{}", Map.of());
    RawClient.Answer gemini = call("POST", "/v1beta/models/m:batchEmbed", "{}", Map.of());
    RawClient.Answer method = call("GET", "/v1/messages", null, Map.of());

    // Then
    assertThat(embeddings.status()).isEqualTo(404);
    assertThat(embeddings.text()).contains("\"param\":null");
    assertThat(count.status()).isEqualTo(404);
    assertThat(count.text()).contains("not_found_error");
    assertThat(gemini.status()).isEqualTo(404);
    assertThat(gemini.text()).contains("\"status\":\"NOT_FOUND\"");
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.text()).contains("\"type\":\"error\"");
  }
}
