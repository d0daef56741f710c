package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
    properties = {
      "posthouse.keys.fresh=300ms",
      "posthouse.keys.rested=600ms",
      "posthouse.keys.patience=500ms",
      "posthouse.keys.unknown=300ms",
      "spring.kafka.bootstrap-servers=127.0.0.1:1"
    })
class AuthOutageIT extends GatewayIntegration {

  @Test
  void goesOnWithKnownKeysAndTellsNewOnesToComeBack() {
    TestKey known = aKey();
    assertThat(message(known).statusCode()).isEqualTo(200);

    AUTH_DOWN.set(true);

    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(4))
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(() -> assertThat(message(known).statusCode()).isEqualTo(200));
    TestKey unknown = aKey();
    HttpResponse<String> anthropic = message(unknown);
    HttpResponse<String> openAi =
        send(
            post("/v1/chat/completions", "{}")
                .header("authorization", "Bearer " + unknown.secret()));
    assertThat(anthropic.statusCode()).isEqualTo(529);
    assertThat(anthropic.body()).contains("overloaded_error");
    assertThat(openAi.statusCode()).isEqualTo(503);
    assertThat(openAi.body()).contains("server_is_overloaded");
    assertThat(openAi.headers().firstValue("retry-after")).isPresent();

    AUTH_DOWN.set(false);
    assertThat(message(unknown).statusCode()).isEqualTo(200);
  }

  @Test
  void learnsOfARevocationWithoutEvents() {
    TestKey key = aKey();
    assertThat(message(key).statusCode()).isEqualTo(200);

    key.answers(Map.of("keyStatus", "revoked", "version", 2));

    await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(message(key).statusCode()).isEqualTo(401));
  }

  @Test
  void givesARestedKeyNoFreeCallAfterItsRevocation() {
    TestKey key = aKey();
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(message(key).statusCode()).isEqualTo(200));
    key.answers(Map.of("keyStatus", "revoked", "version", 2));
    long rested = System.nanoTime() + Duration.ofMillis(900).toNanos();

    await().until(() -> System.nanoTime() - rested > 0);

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(message(key).statusCode()).isEqualTo(401));
  }

  @Test
  void remembersAnUnknownKeyForAMoment() {
    String secret = TestKeys.fresh();
    int before = LOOKUPS.get();
    for (int i = 0; i < 3; i++) {
      assertThat(send(post("/v1/messages", "{}").header("x-api-key", secret)).statusCode())
          .isEqualTo(401);
    }
    assertThat(LOOKUPS.get() - before).isBetween(1, 2);
  }
}
