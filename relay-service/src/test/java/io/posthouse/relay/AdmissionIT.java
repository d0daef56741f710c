package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
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
  void aBodyOverTheLimitIsA413BothWaysAndTheLimitItselfPasses() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, PassThroughIT.ANSWER));
      Sale sale = aSaleThrough("anthropic", upstream);
      int limit = 2 * 1024 * 1024;
      String frame = "{\"model\":\"" + sale.model() + "\",\"x\":\"\"}";
      String largest = frame.replace("\"\"", "\"" + "y".repeat(limit - frame.length()) + "\"");
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer fits = messages(TestCaller.any(), largest);
      RawClient.Answer claimed = messages(TestCaller.any(), largest + " ");
      RawClient.Answer chunked;
      try (RawClient client = client()) {
        client.send(
            "POST /v1/messages HTTP/1.1\r\n"
                + "host: x\r\n"
                + "transfer-encoding: chunked\r\n"
                + "x-posthouse-caller: "
                + signed(caller, "POST", "/v1/messages")
                + "\r\n\r\n"
                + Integer.toHexString(limit + 1)
                + "\r\n"
                + largest
                + " \r\n0\r\n\r\n");
        chunked = client.readAnswer();
      }

      // Then
      assertThat(fits.status()).isEqualTo(200);
      assertThat(upstream.only().body()).hasSize(limit);
      assertThat(claimed.status()).isEqualTo(413);
      assertThat(claimed.text()).contains("request_too_large");
      assertThat(chunked.status()).isEqualTo(413);
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

  @Test
  void bodiesMayComeInBytesOrChunksAndExpectIsAnswered() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      for (int i = 0; i < 3; i++) {
        upstream.then(it -> it.json(200, PassThroughIT.ANSWER));
      }
      Sale sale = aSaleThrough("anthropic", upstream);
      String body = body(sale.model());
      TestCaller caller = TestCaller.any();
      String head =
          "POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-posthouse-caller: "
              + signed(caller, "POST", "/v1/messages")
              + "\r\n";

      // When
      try (RawClient client = client()) {
        for (char c :
            (head + "content-length: " + body.length() + "\r\n\r\n" + body).toCharArray()) {
          client.send(String.valueOf(c));
        }
        assertThat(client.readAnswer().status()).isEqualTo(200);
        client.send(head + "transfer-encoding: chunked\r\n\r\n");
        for (int i = 0; i < body.length(); i++) {
          client.send("1\r\n" + body.charAt(i) + "\r\n");
        }
        assertThat(client.send("0\r\nx-trailer: t\r\n\r\n").readAnswer().status()).isEqualTo(200);
        client.send(head + "expect: 100-continue\r\ncontent-length: " + body.length() + "\r\n\r\n");
        assertThat(client.readHead().status()).isEqualTo(100);
        assertThat(client.send(body).readAnswer().status()).isEqualTo(200);
      }

      // Then
      assertThat(upstream.received()).extracting(FakeUpstream.Received::text).containsOnly(body);
    }
  }

  @Test
  void pipelinedCallsAreAnsweredInOrder() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, PassThroughIT.ANSWER));
      upstream.then(it -> it.json(200, "{\"second\":true}"));
      Sale sale = aSaleThrough("anthropic", upstream);
      String one = request(TestCaller.any(), "POST", "/v1/messages", body(sale.model()), Map.of());
      String two = request(TestCaller.any(), "POST", "/v1/messages", body(sale.model()), Map.of());
      String three = request(TestCaller.any(), "GET", "/v1/models", null, Map.of());

      // When // Then
      try (RawClient client = client()) {
        client.send(one + two + three);
        assertThat(client.readAnswer().text()).isEqualTo(PassThroughIT.ANSWER);
        assertThat(client.readAnswer().text()).isEqualTo("{\"second\":true}");
        assertThat(client.readAnswer().text()).contains("\"list\"");
      }
    }
  }

  @Test
  void twoFramingsAtOnceAreA400() {
    // Given
    TestCaller caller = TestCaller.any();
    String head =
        "POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-posthouse-caller: "
            + signed(caller, "POST", "/v1/messages")
            + "\r\n";

    // When // Then
    for (String framing :
        new String[] {
          "content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}",
          "content-length: 2\r\ncontent-length: 3\r\n\r\n{}"
        }) {
      try (RawClient client = client()) {
        assertThat(client.send(head + framing).readAnswer().status()).isEqualTo(400);
        assertThat(client.isClosedByPeer()).isTrue();
      }
    }
  }

  @Test
  void anExpectationOfAStrangerIsRefusedWithoutTheBody() {
    // When
    RawClient.Answer answer;
    try (RawClient client = client()) {
      answer =
          client
              .send(
                  "POST /v1/messages HTTP/1.1\r\n"
                      + "host: x\r\n"
                      + "expect: 100-continue\r\n"
                      + "content-length: 5\r\n\r\n")
              .readAnswer();
    }

    // Then
    assertThat(answer.status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd", "br"})
  void aCodedBodyIsReadAndGoesUpAsItReads(String coding) throws IOException {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, "{\"type\":\"message\",\"usage\":{\"input_tokens\":1}}"));
      Sale sale = aSaleThrough("anthropic", upstream);
      String plain = body(sale.model());

      // When
      RawClient.Answer answer = coded(coding, encoded(coding, plain));

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(upstream.only().text()).isEqualTo(plain);
      assertThat(upstream.only().values("content-encoding")).isEmpty();
    }
  }

  @Test
  void aBombIsA413ABrokenCodingA400AndAnUnknownOneA415() throws IOException {
    // Given
    String spaces = " ".repeat(64 * 1024 * 1024);

    // When // Then
    for (String coding : List.of("gzip", "zstd", "br")) {
      byte[] large = encoded(coding, largeJson());
      assertThat(coded(coding, encoded(coding, spaces)).status()).isEqualTo(413);
      assertThat(coded(coding, large).status()).isEqualTo(413);
      assertThat(coded(coding, java.util.Arrays.copyOf(large, 20)).status()).isEqualTo(400);
    }
    assertThat(coded("deflate", new byte[] {1, 2, 3, 4}).status()).isEqualTo(400);
    RawClient.Answer unknown = coded("compress", new byte[] {1, 2, 3});
    assertThat(unknown.status()).isEqualTo(415);
    assertThat(unknown.text()).contains("gzip", "zstd", "br");
  }

  /** Three megabytes that hardly shrink: more than the limit, and no bomb. */
  private static String largeJson() {
    StringBuilder text = new StringBuilder("{\"x\":\"");
    java.util.Random random = new java.util.Random(1);
    while (text.length() < 3 * 1024 * 1024) {
      text.append(Long.toString(random.nextLong(), 36));
    }
    return text.append("\"}").toString();
  }

  private static byte[] encoded(String coding, String plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream coder =
        switch (coding) {
          case "zstd" -> new ZstdOutputStream(out);
          case "br" -> new BrotliOutputStream(out, new Encoder.Parameters().setQuality(1));
          default -> new GZIPOutputStream(out);
        }) {
      coder.write(plain.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private RawClient.Answer coded(String coding, byte[] body) {
    try (RawClient client = client()) {
      String head =
          "POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-posthouse-caller: "
              + signed(TestCaller.any(), "POST", "/v1/messages")
              + "\r\ncontent-encoding: "
              + coding
              + "\r\ncontent-length: "
              + body.length
              + "\r\n\r\n";
      return client.send(head).send(body).readAnswer();
    }
  }
}
