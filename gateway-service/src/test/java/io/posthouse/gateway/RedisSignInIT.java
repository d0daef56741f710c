package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.posthouse.testing.RealRedis;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Signing in, and calls, where several gateways share Redis. */
@TestPropertySource(properties = "posthouse.rate-limit.store=redis")
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
class RedisSignInIT extends SignInIT {

  private static final RealRedis REDIS = RealRedis.start();

  @DynamicPropertySource
  static void redis(DynamicPropertyRegistry registry) {
    REDIS.register(registry);
  }

  @AfterAll
  static void stopRedis() {
    REDIS.close();
  }

  @Test
  void keepsTheSessionWhereEveryGatewayFindsIt() throws Exception {
    String session = signIn("a-80");

    String id = session.substring(session.indexOf('=') + 1);
    try (RedisClient client = RedisClient.create(REDIS.url());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      String key = "posthouse:session:sessions:" + id;
      assertThat(connection.sync().exists(key)).isEqualTo(1);
      assertThat(connection.sync().ttl(key)).isBetween(1700L, 1800L);
    }
  }

  @Test
  void answersCallsWithoutRedisAndNamesTheTraceInItsComplaint(CapturedOutput output) {
    TestKey key = aKey();
    RELAY.answers(exchange -> RELAY.json(exchange, 200, "{}"));
    assertThat(message(key).statusCode()).isEqualTo(200);

    REDIS.close();
    HttpResponse<String> answer;
    try {
      answer = message(key);
    } finally {
      REDIS.resume();
    }

    assertThat(answer.statusCode()).isEqualTo(200);
    String trace = answer.headers().firstValue("x-posthouse-trace-id").orElseThrow();
    assertThat(output.getAll().lines().filter(line -> line.contains("Redis does not answer")))
        .isNotEmpty()
        .anySatisfy(line -> assertThat(line).contains(trace));
  }
}
