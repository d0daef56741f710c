package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.netty.util.ResourceLeakDetector;
import io.posthouse.outbox.Topics;
import io.posthouse.relay.edge.DataPathServer;
import io.posthouse.testing.RealServers;
import io.posthouse.testing.TestIdentity;
import io.posthouse.testing.TestTrust;
import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole service on real PostgreSQL and Kafka, with a fake billing-service: one for all tests of
 * the JVM. Each test sells a model of its own through a channel of its own.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "posthouse.relay.port=0",
      "posthouse.relay.node=relay-test",
      "posthouse.relay.loops=1",
      "posthouse.relay.start-hold=400ms",
      "posthouse.relay.keep-alive=400ms",
      "posthouse.relay.idle-timeout=2500ms",
      "posthouse.relay.first-byte-timeout=2500ms",
      "posthouse.relay.call-time=4s",
      "posthouse.relay.slow-session=1500ms",
      "posthouse.relay.upstream.initial-concurrency=8",
      "posthouse.relay.upstream.place-wait=600ms",
      "posthouse.relay.upstream.check-interval=300ms",
      "posthouse.relay.allowed-private-hosts=127.0.0.1,localhost",
      "posthouse.body-limit=2MB",
      "eureka.instance.non-secure-port=8083"
    })
@Import(SpanLog.class)
abstract class RelayFixture {

  static final JsonMapper json = JsonMapper.builder().build();
  static final FakeBilling billing = new FakeBilling();
  static final UsageReader usage = new UsageReader();
  static final Path spool = newFolder("spool");

  private static final String KEYSET = keyset();

  private static final KafkaProducer<String, byte[]> producer =
      new KafkaProducer<>(
          Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, RealServers.kafkaBootstrap()),
          new StringSerializer(),
          new ByteArraySerializer());
  private static final AtomicInteger names = new AtomicInteger();
  private static final SignedHeader signer =
      new SignedHeader(SigningSecrets.parse("test", List.of(TestTrust.CALLER_SECRET)));

  @Autowired DataPathServer dataPath;
  @LocalServerPort int operatorPort;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    RealServers.database(registry, "relay");
    RealServers.kafka(registry);
    billingsTopic();
    TestTrust.register(registry);
    TestIdentity.register(registry);
    registry.add("posthouse.encryption.keyset", () -> KEYSET);
    registry.add("management.server.port", () -> "0");
    registry.add("posthouse.relay.spool.directory", () -> spool);
    registry.add("posthouse.relay.spool.free", () -> "1MB");
    registry.add(
        "spring.cloud.discovery.client.simple.instances.billing-service[0].uri", billing::url);
  }

  static Path newFolder(String name) {
    try {
      return Files.createTempDirectory(name);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void billingsTopic() {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, RealServers.kafkaBootstrap()))) {
      admin.createTopics(List.of(Topics.compacted("billing.prices-changed.v1"))).all().get();
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @BeforeAll
  static void lookForLeaks() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
  }

  @AfterEach
  void nothingIsLeft() {
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> {
              assertThat(dataPath.running()).isZero();
              assertThat(dataPath.bodyBytes()).isZero();
            });
  }

  static String keyset() {
    try {
      var tink = AeadConfig2026.get();
      KeysetHandle handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, tink);
      String text =
          TinkJsonProtoKeysetFormat.serializeKeyset(handle, tink, InsecureSecretKeyAccess.get());
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  RestTestClient operator() {
    return as(TestIdentity.operator());
  }

  RestTestClient as(String token) {
    return RestTestClient.bindToServer()
        .baseUrl("http://127.0.0.1:" + operatorPort)
        .defaultHeader("Authorization", "Bearer " + token)
        .build();
  }

  /** A model that is for sale, by its own name in a channel of its own. */
  record Sale(String channel, String model) {}

  /** A channel with one model, priced at 3 and 15 USD per million, without upstreams. */
  Sale aSale() {
    String unique = "t" + names.incrementAndGet();
    Sale sale = new Sale("channel-" + unique, "model-" + unique);
    aChannel(sale, "0.5");
    price(
        "model:" + sale.model(),
        """
        {"kind":"official","name":"%s","versions":[{"version":"o-1","kind":"official","effectiveFrom":"2020-01-01T00:00:00Z",
         "rates":{"input":"3","output":"15","cacheRead":"0.30","cacheWrite5m":"3.75","cacheWrite1h":"6"}}]}\
        """
            .formatted(sale.model()));
    return sale;
  }

  /** The same model in another channel, whose multiplier's version is named after it. */
  Sale alsoIn(Sale sale, String multiplier) {
    Sale other = new Sale("channel-t" + names.incrementAndGet(), sale.model());
    aChannel(other, multiplier);
    return other;
  }

  private void aChannel(Sale sale, String multiplier) {
    operator()
        .post()
        .uri("/api/operator/channels")
        .body(
            Map.of(
                "name", sale.channel(),
                "displayName", Map.of("en", "Test", "zh", "测试"),
                "multiplier", "1",
                "order", 10,
                "models", List.of(sale.model())))
        .exchange()
        .expectStatus()
        .isCreated();
    price(
        "channel:" + sale.channel(),
        """
        {"kind":"multiplier","name":"%s","versions":[{"version":"m-%s","kind":"multiplier","multiplier":"%s",
         "effectiveFrom":"2020-01-01T00:00:00Z"}]}\
        """
            .formatted(
                sale.channel(), multiplier.equals("0.5") ? "1" : sale.channel(), multiplier));
  }

  void price(String key, String value) {
    try {
      producer
          .send(
              new ProducerRecord<>(
                  "billing.prices-changed.v1", key, value.getBytes(StandardCharsets.UTF_8)))
          .get();
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** An upstream of the sale's channel at that port. */
  String anUpstream(Sale sale, String protocol, int port, int priority, String theirModel) {
    return anUpstream(sale, protocol, port, priority, theirModel, Map.of());
  }

  /** The same, with some fields said otherwise. */
  String anUpstream(
      Sale sale,
      String protocol,
      int port,
      int priority,
      String theirModel,
      Map<String, Object> others) {
    String name = "upstream-" + names.incrementAndGet();
    String base = "http://127.0.0.1:" + port + (protocol.equals("openai") ? "/v1" : "");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("channel", sale.channel());
    body.put("name", name);
    body.put("protocol", protocol);
    body.put("baseUrl", base);
    body.put("credentials", List.of("sk-canary-credential"));
    body.put("models", Map.of(sale.model(), theirModel));
    body.put("priority", priority);
    body.putAll(others);
    operator()
        .post()
        .uri("/api/operator/upstreams")
        .body(body)
        .exchange()
        .expectStatus()
        .isCreated();
    return name;
  }

  /** Waits until the sale's price is known to the data path. */
  void awaitPriced(Sale sale) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> call("GET", "/v1/models/" + sale.model(), null, Map.of()).status() == 200);
  }

  /** A sale with one upstream of each script's own, in the order of priority. */
  Sale aSaleThrough(String protocol, FakeUpstream... upstreams) {
    Sale sale = aSale();
    for (int i = 0; i < upstreams.length; i++) {
      anUpstream(sale, protocol, upstreams[i].port(), i, sale.model());
    }
    awaitPriced(sale);
    return sale;
  }

  /** Who calls. */
  record TestCaller(
      String requestId,
      String accountId,
      String keyId,
      List<String> channels,
      List<String> models) {
    static TestCaller any() {
      return new TestCaller(
          UUID.randomUUID().toString(),
          UUID.randomUUID().toString(),
          UUID.randomUUID().toString(),
          List.of(),
          List.of());
    }

    /** The same key's next call. */
    TestCaller again() {
      return new TestCaller(UUID.randomUUID().toString(), accountId, keyId, channels, models);
    }

    TestCaller withModels(String... names) {
      return new TestCaller(requestId, accountId, keyId, channels, List.of(names));
    }

    TestCaller withChannels(String... names) {
      return new TestCaller(requestId, accountId, keyId, List.of(names), models);
    }
  }

  String signed(TestCaller caller, String method, String path) {
    return signed(caller, method, path, 30);
  }

  String signed(TestCaller caller, String method, String path, long secondsAhead) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("v", 1);
    claims.put("requestId", caller.requestId());
    claims.put("keyId", caller.keyId());
    claims.put("accountId", caller.accountId());
    claims.put("channels", caller.channels());
    claims.put("models", caller.models());
    claims.put("method", method);
    claims.put("path", path);
    claims.put("exp", InstantSource.system().instant().getEpochSecond() + secondsAhead);
    return signer.sign(json.writeValueAsBytes(claims));
  }

  RawClient client() {
    return new RawClient(dataPath.port());
  }

  /** A whole call by anybody. */
  RawClient.Answer call(String method, String path, String body, Map<String, String> headers) {
    return call(TestCaller.any(), method, path, body, headers);
  }

  RawClient.Answer call(
      TestCaller caller, String method, String path, String body, Map<String, String> headers) {
    try (RawClient client = client()) {
      return client.send(request(caller, method, path, body, headers)).readAnswer();
    }
  }

  /** A request's bytes. */
  String request(
      TestCaller caller, String method, String path, String body, Map<String, String> headers) {
    int question = path.indexOf('?');
    String raw = question < 0 ? path : path.substring(0, question);
    StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nhost: relay\r\n");
    request.append("X-Posthouse-Caller: ").append(signed(caller, method, raw)).append("\r\n");
    headers.forEach(
        (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
    if (body != null) {
      request
          .append("content-length: ")
          .append(body.getBytes(StandardCharsets.UTF_8).length)
          .append("\r\n");
    }
    return request.append("\r\n").append(body == null ? "" : body).toString();
  }

  RawClient.Answer messages(TestCaller caller, String body) {
    return call(caller, "POST", "/v1/messages", body, Map.of());
  }

  RawClient.Answer chat(TestCaller caller, String body) {
    return call(caller, "POST", "/v1/chat/completions", body, Map.of());
  }

  /** The one usage event of a call. */
  JsonNode usageOf(TestCaller caller) {
    return usage.only(caller.requestId());
  }
}
