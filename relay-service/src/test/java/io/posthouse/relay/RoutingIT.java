package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.ResourceLeakDetector;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Which upstream a call goes to, and when: T12, T19, breakers, budgets, limits, tests. */
class RoutingIT extends RoutingFixture {

  @Test
  void withOneOfTwoUpstreamsDeadAThousandCallsGiveAThousandGoodAnswers() throws Exception {
    try (FakeUpstream good = new FakeUpstream();
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      // Given
      FakeUpstream dead = new FakeUpstream();
      answers(good, 1000);
      Sale sale = aSaleThrough("anthropic", dead, good);
      dead.close();
      // To follow every buffer of a thousand calls takes longer than the calls.
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);

      // When
      List<Future<Integer>> done = new ArrayList<>();
      for (int c = 0; c < 4; c++) {
        done.add(
            clients.submit(
                () -> {
                  int well = 0;
                  try (RawClient client = client()) {
                    for (int i = 0; i < 250; i++) {
                      client.send(
                          request(TestCaller.any(), "POST", "/v1/messages", body(sale), Map.of()));
                      well += client.readAnswer().text().equals(ANSWER) ? 1 : 0;
                    }
                  }
                  return well;
                }));
      }

      // Then
      int well = 0;
      for (Future<Integer> each : done) {
        well += each.get();
      }
      assertThat(well).isEqualTo(1000);
    } finally {
      lookForLeaks();
    }
  }

  @Test
  void streamOptionsThatAnUpstreamRefusesAreNotSentAgain() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      String stream =
          "data:"
              + " {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"12345678\"},\"finish_reason\":\"stop\"}]}\n\n"
              + "data: [DONE]\n\n";
      FakeUpstream.Script plain =
          it -> {
            it.streamHead();
            it.chunk(stream);
            it.endChunks();
          };
      upstream
          .then(it -> it.json(400, "{\"error\":{\"message\":\"Unknown field: stream_options\"}}"))
          .then(plain)
          .then(plain);
      Sale sale = aSaleThrough("openai", upstream);
      TestCaller caller = TestCaller.any();
      String body = "{\"model\":\"" + sale.model() + "\",\"stream\":true}";

      // When
      RawClient.Answer first = chat(caller, body);
      RawClient.Answer second = chat(TestCaller.any(), body);

      // Then
      assertThat(first.text()).isEqualTo(stream);
      assertThat(second.text()).isEqualTo(stream);
      assertThat(upstream.received()).hasSize(3);
      assertThat(upstream.received().get(1).text()).isEqualTo(body);
      assertThat(upstream.received().get(2).text()).isEqualTo(body);
      assertThat(usageOf(caller).path("usageSource").asString()).isEqualTo("estimated");
      assertThat(usageOf(caller).path("tokens").path("output").asInt()).isEqualTo(3);
    }
  }

  @Test
  void allAttemptsShareOneTime() {
    try (FakeUpstream first = new FakeUpstream();
        FakeUpstream second = new FakeUpstream();
        FakeUpstream third = new FakeUpstream()) {
      // Given: each is silent for longer than an attempt may last
      for (FakeUpstream each : List.of(first, second)) {
        each.then(it -> it.awaitClosed(10_000));
      }
      Sale sale = aSaleThrough("anthropic", first, second, third);

      // When
      RawClient.Answer answer = messages(TestCaller.any(), body(sale));

      // Then
      assertThat(answer.status()).isEqualTo(504);
      assertThat(answer.text()).contains("timeout_error");
      assertThat(second.received()).hasSize(1);
      assertThat(third.received()).isEmpty();
    }
  }

  @Test
  void aCallOverTheLimitWaitsForAPlaceAndIsRefusedWhenNoneComes()
      throws ExecutionException, InterruptedException {
    try (FakeUpstream upstream = new FakeUpstream();
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      // Given: as many calls as the upstream may have
      CountDownLatch one = new CountDownLatch(1);
      CountDownLatch rest = new CountDownLatch(1);
      upstream.then(
          it -> {
            one.await(10, TimeUnit.SECONDS);
            it.json(200, ANSWER);
          });
      for (int i = 0; i < 7; i++) {
        upstream.then(
            it -> {
              rest.await(10, TimeUnit.SECONDS);
              it.json(200, ANSWER);
            });
      }
      upstream.then(
          it -> {
            rest.await(10, TimeUnit.SECONDS);
            it.json(200, ANSWER);
          });
      Sale sale = aSaleThrough("anthropic", upstream);
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        running.add(clients.submit(() -> messages(TestCaller.any(), body(sale)).status()));
      }
      await().until(() -> upstream.received().size() == 8);

      // When
      RawClient.Answer refused = messages(TestCaller.any(), body(sale));
      Future<Integer> waiting =
          clients.submit(() -> messages(TestCaller.any(), body(sale)).status());
      one.countDown();
      await().until(() -> upstream.received().size() == 9);
      rest.countDown();

      // Then
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("retry-after")).isNotNull();
      assertThat(waiting.get()).isEqualTo(200);
      for (Future<Integer> each : running) {
        assertThat(each.get()).isEqualTo(200);
      }
    }
  }

  @Test
  void anUpstreamThatDrainsIsHeardToItsEndWhenTheClientLeaves() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      CountDownLatch left = new CountDownLatch(1);
      String stream = PassThroughIT.STREAM;
      String start = stream.substring(0, stream.indexOf("event: message_delta"));
      upstream.then(
          it -> {
            it.streamHead();
            it.chunk(start);
            left.await(10, TimeUnit.SECONDS);
            // Far more than fits between two sockets: by its end the relay knows that nobody reads.
            for (int i = 0; i < 500; i++) {
              it.chunk(
                  "event: content_block_delta\ndata: {\"delta\":{\"text\":\""
                      + "x".repeat(10_000)
                      + "\"}}\n\n");
            }
            it.chunk(stream.substring(start.length()));
            it.endChunks();
          });
      Sale sale = aSale();
      anUpstream(
          sale, "anthropic", upstream.port(), 0, sale.model(), Map.of("onClientGone", "drain"));
      awaitPriced(sale);
      TestCaller caller = TestCaller.any();

      // When
      try (RawClient client = client()) {
        client.send(
            request(
                caller,
                "POST",
                "/v1/messages",
                "{\"model\":\"" + sale.model() + "\",\"stream\":true}",
                Map.of()));
        client.readHead();
        client.readUntil("Hello");
      }
      left.countDown();

      // Then
      JsonNode event = usageOf(caller);
      assertThat(event.path("end").asString()).isEqualTo("client_abort");
      assertThat(event.path("usageSource").asString()).isEqualTo("reported");
    }
  }

  @Test
  void aModelThatWasNotAskedForMarksTheUpstreamAndStandsInTheRecord() throws Exception {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      String other = ANSWER.replace("{ \"type\"", "{ \"model\":\"cheap-1\", \"type\"");
      upstream.then(it -> it.json(200, other));
      Sale sale = aSaleThrough("anthropic", upstream);
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer answer = messages(caller, body(sale));

      // Then
      assertThat(answer.text()).isEqualTo(other);
      JsonNode event = usageOf(caller);
      assertThat(event.path("answeredModel").asString()).isEqualTo("cheap-1");
      assertThat(event.path("modelAsAsked").asBoolean(true)).isFalse();
      assertThat(event.path("digest").asString())
          .isEqualTo("sha256:" + salted(answer.header("x-posthouse-answer-salt"), answer.body()));
      String view =
          new String(
              operator()
                  .get()
                  .uri("/api/operator/upstreams/" + upstreamOf(sale, upstream))
                  .exchange()
                  .expectBody(byte[].class)
                  .returnResult()
                  .getResponseBody(),
              java.nio.charset.StandardCharsets.UTF_8);
      assertThat(view).contains("not asked for: cheap-1");
    }
  }

  private static String salted(String salt, byte[] body)
      throws java.security.NoSuchAlgorithmException {
    java.security.MessageDigest sha256 = java.security.MessageDigest.getInstance("SHA-256");
    sha256.update(java.util.HexFormat.of().parseHex(salt));
    return java.util.HexFormat.of().formatHex(sha256.digest(body));
  }

  @Test
  void aCallMovesAlongItsKeysChannelsAndCostsWhatItCostsWhereItIsAnswered() {
    try (FakeUpstream dead = new FakeUpstream();
        FakeUpstream refuses = new FakeUpstream();
        FakeUpstream good = new FakeUpstream()) {
      // Given
      answers(good, 2);
      refuses.then(it -> it.json(529, "{}"));
      Sale first = aSaleThrough("anthropic", dead);
      Sale second = alsoIn(first, "3");
      Sale third = alsoIn(first, "2");
      anUpstream(second, "anthropic", refuses.port(), 0, "x");
      anUpstream(third, "anthropic", good.port(), 0, "y");
      await()
          .until(
              () ->
                  call(
                              TestCaller.any().withChannels(third.channel()),
                              "GET",
                              "/v1/models/" + third.model(),
                              null,
                              Map.of())
                          .status()
                      == 200);
      dead.stopListening();
      TestCaller listed =
          TestCaller.any().withChannels(first.channel(), second.channel(), third.channel());
      TestCaller unlisted = TestCaller.any();

      // When
      RawClient.Answer moved = messages(listed, body(first));
      RawClient.Answer stayed = messages(unlisted, body(first));

      // Then
      assertThat(moved.status()).isEqualTo(200);
      JsonNode event = usageOf(listed);
      assertThat(event.path("channel").asString()).isEqualTo(third.channel());
      assertThat(event.path("priceVersion").path("multiplier").asString())
          .isEqualTo("m-" + third.channel());
      assertThat(event.path("upstreamModel").asString()).isEqualTo("y");
      assertThat(event.path("attempts")).hasSize(3);
      String half =
          billing.asks(unlisted.accountId()).getFirst().path("call").path("amount").asString();
      assertThat(new BigDecimal(event.path("reserved").asString()))
          .isEqualByComparingTo(new BigDecimal(half).multiply(BigDecimal.valueOf(6)));
      assertThat(stayed.status()).isEqualTo(529);
      assertThat(usageOf(unlisted).path("channel").asString()).isEqualTo(first.channel());
    }
  }
}
