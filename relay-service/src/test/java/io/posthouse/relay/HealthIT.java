package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.relay.health.HealthLog;
import io.posthouse.testing.TestTrust;
import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import java.nio.charset.StandardCharsets;
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
      JsonNode day = ofModel(sale.model());
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
      Contracts.check("model-health.v1", event);
    }
  }

  private JsonNode ofModel(String model) {
    RestTestClient service =
        RestTestClient.bindToServer()
            .baseUrl("http://127.0.0.1:" + operatorPort)
            .defaultHeader("X-Posthouse-Service", signature())
            .build();
    JsonNode all =
        json.readTree(
            service
                .get()
                .uri("/internal/model-health")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody());
    for (JsonNode day : all.path("items")) {
      if (day.path("model").asString().equals(model)) {
        return day;
      }
    }
    throw new AssertionError("nothing of " + model);
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
