package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.gateway.limit.MemoryRateLimiter;
import io.posthouse.gateway.limit.RateLimiter;
import io.posthouse.testing.TestTrust;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What configuration makes of a start. No Redis is run: that it is looked for is the proof. */
class StartIT {

  @Test
  void countsInMemoryUnlessToldOtherwise() {
    try (ConfigurableApplicationContext context = start()) {
      assertThat(context.getBean(RateLimiter.class)).isInstanceOf(MemoryRateLimiter.class);
      assertThat(
              context.getBeanNamesForType(
                  org.springframework.data.redis.connection.RedisConnectionFactory.class))
          .isEmpty();
    }
  }

  @Test
  void looksForRedisAtTheStartWhenTold() {
    assertThatThrownBy(
            () -> start("posthouse.rate-limit.store=redis", "spring.data.redis.port=1").close())
        .hasStackTraceContaining("Unable to connect to 127.0.0.1");
  }

  @Test
  void doesNotStartWithoutItsSecretsAndSaysWhichIsMissing() {
    assertThatThrownBy(() -> start("posthouse.keys.peppers=").close())
        .rootCause()
        .hasMessageContaining("posthouse.keys.peppers: empty");
    assertThatThrownBy(() -> start("posthouse.trust.caller-secrets=a:AAAA").close())
        .rootCause()
        .hasMessageContaining("posthouse.trust.caller-secrets[0]: 3 bytes (expected: >= 32)");
    assertThatThrownBy(() -> start("posthouse.gateway.oidc.client-secret=").close())
        .hasStackTraceContaining("posthouse.gateway.oidc");
  }

  private static ConfigurableApplicationContext start(String... more) {
    Map<String, String> settings =
        new LinkedHashMap<>(
            Map.of(
                "server.port", "0",
                "management.server.port", "0",
                "eureka.client.enabled", "false",
                "spring.kafka.bootstrap-servers", "127.0.0.1:1",
                "spring.data.redis.host", "127.0.0.1",
                "posthouse.identity.issuer", "http://localhost/realms/posthouse",
                "posthouse.identity.jwk-set-uri", "http://localhost/certs",
                "posthouse.keycloak.url", "http://localhost",
                "posthouse.public-url", "http://localhost"));
    settings.put("posthouse.trust.service-secrets", TestTrust.SERVICE_SECRET);
    settings.put("posthouse.trust.caller-secrets", TestTrust.CALLER_SECRET);
    settings.put("posthouse.keys.peppers", TestKeys.PEPPER);
    settings.put("posthouse.gateway.oidc.client-secret", "test-only");
    for (String setting : more) {
      int equals = setting.indexOf('=');
      settings.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return new SpringApplicationBuilder(GatewayApplication.class)
        .run(
            settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
  }
}
