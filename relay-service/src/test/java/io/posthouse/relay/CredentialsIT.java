package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Several credentials of one upstream: what becomes of one that is refused (T31). */
class CredentialsIT extends RoutingFixture {

  @Test
  void aCredentialThatIsRefusedIsOutUntilATestTakesIt() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      CountDownLatch repaired = new CountDownLatch(1);
      upstream.then(it -> it.json(401, "{\"error\":{}}"));
      upstream.then(
          it -> {
            repaired.await(10, TimeUnit.SECONDS);
            it.json(200, "{\"data\":[]}");
          });
      upstream.then(it -> it.json(200, ANSWER));
      Sale sale = aSaleThrough("anthropic", upstream);

      // When
      int first = messages(TestCaller.any(), body(sale)).status();
      int second = messages(TestCaller.any(), body(sale)).status();
      repaired.countDown();

      // Then: the background check finds it well again
      assertThat(first).isEqualTo(502);
      assertThat(second).isEqualTo(502);
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> messages(TestCaller.any(), body(sale)).status() == 200);
      assertThat(upstream.received().get(1).requestLine()).isEqualTo("GET /v1/models HTTP/1.1");
      assertThat(upstream.received().get(1).values("x-api-key"))
          .containsExactly("sk-canary-credential");
    }
  }

  @Test
  void anOperatorsTestTellsOfEachCredential() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      FakeUpstream.Script script =
          it ->
              it.json(
                  it.request.values("authorization").getFirst().equals("Bearer good") ? 200 : 401,
                  "{}");
      upstream.then(script).then(script);
      Sale sale = aSale();
      String name =
          anUpstream(
              sale,
              "openai",
              upstream.port(),
              0,
              "x",
              Map.of("credentials", List.of("good", "bad")));

      // When
      JsonNode report =
          json.readTree(
              operator()
                  .post()
                  .uri("/api/operator/upstreams/" + name + "/test")
                  .exchange()
                  .expectBody(byte[].class)
                  .returnResult()
                  .getResponseBody());

      // Then
      assertThat(report.path("ok").asBoolean()).isFalse();
      assertThat(report.path("results").get(0).path("outcome").asString()).isEqualTo("taken");
      assertThat(report.path("results").get(1).path("outcome").asString()).isEqualTo("refused");
      assertThat(report.toString()).doesNotContain("good");
    }
  }
}
