package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.posthouse.testing.TestTrust;
import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** P06: the public status page tells how well each model is served. */
class StatusIT extends GatewayIntegration {

  private static final String HEALTH =
      """
      {"items":[
        {"day":"2026-11-01","model":"m","channel":"c","calls":30,"failures":3,"firstContentMillis":400,"tokensPerSecond":20.0},
        {"day":"2026-11-02","model":"m","channel":"c","calls":10,"failures":1,"firstContentMillis":800,"tokensPerSecond":60.0},
        {"day":"2026-11-02","model":"a","channel":"c","calls":1,"failures":0,"firstContentMillis":null,"tokensPerSecond":null}],
       "recent":[{"model":"m","channel":"c","calls":10,"failures":6}],"more":1}
      """;

  private static void tell(HttpExchange exchange) throws IOException {
    OPERATOR.read(exchange);
    OPERATOR.json(exchange, 200, HEALTH);
  }

  private JsonNode status() {
    return JSON.readTree(send(request("/api/status")).body());
  }

  @Test
  void tellsTheRelaysHealthOfEachModelWithoutHowManyCallsThereWere() {
    // Given
    OPERATOR.answers(StatusIT::tell);

    // When
    JsonNode status = status();

    // Then
    assertThat(status.path("models").valueStream().map(it -> it.path("model").asString()))
        .containsExactly("a", "m");
    JsonNode model = status.path("models").get(1);
    assertThat(model.path("status").asString()).isEqualTo("outage");
    assertThat(model.path("successRate").asDouble()).isEqualTo(0.9);
    assertThat(model.path("timeToFirstTokenMillis").asInt()).isEqualTo(500);
    assertThat(model.path("tokensPerSecond").asDouble()).isEqualTo(30.0);
    assertThat(model.path("days").valueStream().map(it -> it.path("day").asString()))
        .containsExactly("2026-11-01", "2026-11-02");
    assertThat(status.toString()).doesNotContain("calls", "failures");
    assertThat(status.path("incidents").toString())
        .contains("{\"status\":\"outage\",\"service\":null,\"model\":\"m\",\"channel\":\"c\"}");
    assertThat(status.path("status").asString()).isEqualTo("degraded");
  }

  @Test
  void asksInItsOwnNameAndKeepsTheLastCopyWithoutAnAnswer() {
    // Given
    OPERATOR.answers(StatusIT::tell);
    JsonNode before = status();
    OPERATOR.answers(
        exchange -> {
          OPERATOR.read(exchange);
          OPERATOR.json(exchange, 500, "{}");
        });

    // When
    JsonNode status = status();

    // Then
    assertThat(status.path("models")).hasSize(2).isEqualTo(before.path("models"));
    assertThat(status.path("modelsAt")).isEqualTo(before.path("modelsAt"));
    FakeService.Seen seen = OPERATOR.last();
    assertThat(seen.uri()).isEqualTo("/internal/model-health");
    SigningSecrets secrets = SigningSecrets.parse("test", List.of(TestTrust.SERVICE_SECRET));
    JsonNode signature =
        JSON.readTree(new SignedHeader(secrets).verify(seen.header("X-Posthouse-Service")));
    assertThat(signature.path("service").asString()).isEqualTo("gateway-service");
  }
}
