package io.posthouse.gateway;

import io.posthouse.testing.RealServers;
import io.posthouse.testing.TestIdentity;
import io.posthouse.testing.TestTrust;
import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway on real ports, between a real client and hand-written services. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "posthouse.rate-limit.requests-per-minute=30",
      "posthouse.rate-limit.concurrent-calls=3",
      "posthouse.keys.bad-keys-per-minute=100000",
      "posthouse.gateway.https-port=0",
      "posthouse.public-url=http://gateway.test",
      "posthouse.gateway.oidc.client-secret=test-only",
      "posthouse.site.status-age=0s",
      "management.server.port=0"
    })
abstract class GatewayIntegration {

  static final FakeService RELAY = new FakeService();
  static final FakeService OPERATOR = new FakeService();
  static final FakeService AUTH = new FakeService();
  static final FakeService BILLING = new FakeService();
  static final FakeService NOTIFICATION = new FakeService();
  static final FakeService KEYCLOAK = new FakeService();

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final Map<String, String> KEYS = new ConcurrentHashMap<>();
  static final AtomicBoolean AUTH_DOWN = new AtomicBoolean();
  static final AtomicInteger LOOKUPS = new AtomicInteger();

  static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @LocalServerPort int port;

  @DynamicPropertySource
  static void set(DynamicPropertyRegistry registry) {
    TestTrust.register(registry);
    TestIdentity.register(registry);
    RealServers.kafka(registry);
    TestCertificate.register(registry);
    registry.add("posthouse.keys.peppers", () -> TestKeys.PEPPER);
    registry.add("posthouse.keycloak.url", KEYCLOAK::url);
    instance(registry, "relay-service", RELAY);
    registry.add(
        "spring.cloud.discovery.client.simple.instances.relay-service[0].metadata.operator-port",
        OPERATOR::port);
    registry.add(
        "spring.cloud.discovery.client.simple.instances.relay-service[1].uri",
        () -> "http://127.0.0.1:1");
    instance(registry, "auth-service", AUTH);
    instance(registry, "billing-service", BILLING);
    instance(registry, "notification-service", NOTIFICATION);
  }

  private static void instance(DynamicPropertyRegistry registry, String name, FakeService service) {
    registry.add(
        "spring.cloud.discovery.client.simple.instances." + name + "[0].uri", service::url);
  }

  @BeforeEach
  void reset() {
    RELAY.reset();
    OPERATOR.reset();
    BILLING.reset();
    NOTIFICATION.reset();
    KEYCLOAK.reset();
    AUTH.reset();
    AUTH_DOWN.set(false);
    AUTH.answers(
        exchange -> {
          if (!exchange.getRequestURI().getPath().startsWith("/internal/")) {
            AUTH.read(exchange);
            AUTH.json(exchange, 200, "{\"id\":\"a-1\"}");
            return;
          }
          if (AUTH_DOWN.get()) {
            exchange.close();
            return;
          }
          LOOKUPS.incrementAndGet();
          JsonNode question = JSON.readTree(AUTH.read(exchange).body());
          String known = KEYS.get(question.path("mac").asString());
          if (known == null) {
            AUTH.json(exchange, 404, "{\"status\":404}");
          } else {
            AUTH.json(exchange, 200, known);
          }
        });
  }

  /** A key that auth-service knows, in use. */
  static TestKey aKey() {
    return aKey(Map.of());
  }

  /** A key that auth-service knows, with these fields of the look-up's answer. */
  static TestKey aKey(Map<String, Object> fields) {
    String key = TestKeys.fresh();
    TestKey made = new TestKey(key, UUID.randomUUID().toString(), UUID.randomUUID().toString());
    made.answers(fields);
    return made;
  }

  record TestKey(String secret, String keyId, String accountId) {

    void answers(Map<String, Object> fields) {
      Map<String, Object> answer =
          new java.util.HashMap<>(
              Map.of(
                  "keyId",
                  keyId,
                  "accountId",
                  accountId,
                  "keyStatus",
                  "active",
                  "accountStatus",
                  "active",
                  "channels",
                  List.of(),
                  "models",
                  List.of(),
                  "allowedIps",
                  List.of(),
                  "version",
                  1));
      answer.putAll(fields);
      KEYS.put(TestKeys.mac(secret), JSON.writeValueAsString(answer));
    }
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url(path)));
  }

  HttpRequest.Builder post(String path, String body) {
    return request(path)
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(
          request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (java.io.IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  HttpResponse<String> message(TestKey key) {
    return send(post("/v1/messages", "{}").header("x-api-key", key.secret()));
  }

  static JsonNode caller(FakeService.Seen seen) {
    SigningSecrets secrets = SigningSecrets.parse("test", List.of(TestTrust.CALLER_SECRET));
    return JSON.readTree(new SignedHeader(secrets).verify(seen.header("X-Posthouse-Caller")));
  }
}
