package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.relay.health.HealthLog;
import io.posthouse.testing.TestTrust;
import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** How well models are served, from customers' own calls. */
class HealthIT extends RelayFixture {

  @Autowired HealthLog healthLog;
  @Autowired JdbcClient jdbc;

  @Test
  void callsAreCountedByModelAndToldToOthers() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given: one good answer, one failure, one mistake of the caller's own
      upstream.then(it -> it.json(200, PassThroughIT.ANSWER));
      upstream.then(it -> it.json(500, "{}"));
      upstream.then(it -> it.json(400, "{\"type\":\"error\"}"));
      Sale sale = aSaleThrough("anthropic", upstream);
      for (int i = 0; i < 3; i++) {
        messages(TestCaller.any(), "{\"model\":\"" + sale.model() + "\"}");
      }

      // When
      healthLog.write();
      JsonNode health = health();
      JsonNode day = ofModel(health.path("items"), sale.model());
      JsonNode recent = ofModel(health.path("recent"), sale.model());
      String event =
          new String(
              jdbc.sql(
                      "select payload from outbox where event_key = ? and topic ="
                          + " 'relay.model-health.v1'")
                  .param(sale.model())
                  .query(byte[].class)
                  .single(),
              StandardCharsets.UTF_8);

      // Then
      assertThat(day.path("calls").asInt()).isEqualTo(2);
      assertThat(day.path("failures").asInt()).isEqualTo(1);
      assertThat(day.path("firstContentMillis").isIntegralNumber()).isTrue();
      assertThat(recent.path("calls").asInt()).isEqualTo(2);
      assertThat(recent.path("failures").asInt()).isEqualTo(1);
      Contracts.check("model-health.v1", event);
    }
  }

  @Test
  void ninetyDaysAreKept() {
    // Given
    String model = "model-of-old";
    Instant now = InstantSource.system().instant();
    for (int age : new int[] {1, 89, 91}) {
      jdbc.sql("insert into model_health values (?, ?, 'c', 4, 1, 3, 600, 90, 3000)")
          .params(Timestamp.from(now.minus(Duration.ofDays(age))), model)
          .update();
    }

    // When
    healthLog.write();

    // Then
    List<JsonNode> days =
        health().path("items").valueStream().filter(it -> named(it, model)).toList();
    assertThat(days).hasSize(2);
    assertThat(days.getFirst().path("calls").asInt()).isEqualTo(4);
    assertThat(days.getFirst().path("firstContentMillis").asInt()).isEqualTo(200);
    assertThat(days.getFirst().path("tokensPerSecond").asDouble()).isEqualTo(30.0);
  }

  private static boolean named(JsonNode entry, String model) {
    return entry.path("model").asString().equals(model);
  }

  private JsonNode health() {
    RestTestClient service =
        RestTestClient.bindToServer()
            .baseUrl("http://127.0.0.1:" + operatorPort)
            .defaultHeader("X-Posthouse-Service", signature())
            .build();
    return json.readTree(
        service
            .get()
            .uri("/internal/model-health")
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(byte[].class)
            .returnResult()
            .getResponseBody());
  }

  private static JsonNode ofModel(JsonNode list, String model) {
    return list.valueStream().filter(it -> named(it, model)).findFirst().orElseThrow();
  }

  private static String signature() {
    SignedHeader header =
        new SignedHeader(SigningSecrets.parse("test", List.of(TestTrust.SERVICE_SECRET)));
    return header.sign(
        json.writeValueAsBytes(
            Map.of(
                "v", 1,
                "service", "gateway-service",
                "method", "GET",
                "path", "/internal/model-health",
                "exp", InstantSource.system().instant().getEpochSecond() + 30)));
  }
}
