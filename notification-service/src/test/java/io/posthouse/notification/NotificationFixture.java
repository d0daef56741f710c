package io.posthouse.notification;

import com.github.f4b6a3.uuid.UuidCreator;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.posthouse.testing.RealServers;
import io.posthouse.testing.TestIdentity;
import io.posthouse.testing.TestTrust;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/**
 * The whole service on real PostgreSQL, Kafka and SMTP, with peers that check signatures. One for
 * all tests of the JVM; each test uses channels and accounts of its own.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(NotificationFixture.Time.class)
public abstract class NotificationFixture {

  protected static final EventBus events = EventBus.get();
  protected static final FakePeers peers = FakePeers.get();
  protected static final MailBoxes mails = MailBoxes.get();

  @TestConfiguration
  static class Time {
    @Bean
    MovableClock clock() {
      return new MovableClock();
    }
  }

  @Autowired protected MovableClock clock;
  @Autowired protected JdbcClient jdbc;
  @LocalServerPort int port;

  protected int port() {
    return port;
  }

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    RealServers.database(registry, "notification");
    RealServers.kafka(registry);
    TestIdentity.register(registry);
    TestTrust.register(registry);
    registry.add("posthouse.public-url", () -> "https://relay.example");
    registry.add("posthouse.brand.name", () -> "Relay & Sons");
    registry.add("posthouse.mail.from", () -> "no-reply@relay.example");
    registry.add("posthouse.encryption.keyset", NotificationFixture::keyset);
    registry.add("posthouse.delivery.poll", () -> "100ms");
    registry.add("posthouse.delivery.reconcile", () -> "500ms");
    registry.add("posthouse.delivery.retry-initial", () -> "200ms");
    registry.add("posthouse.delivery.retry-maximum", () -> "1s");
    registry.add("spring.mail.host", () -> "127.0.0.1");
    registry.add("spring.mail.port", mails::port);
    for (String service : List.of("auth-service", "billing-service")) {
      registry.add(
          "spring.cloud.discovery.client.simple.instances." + service + "[0].uri", peers::uri);
    }
  }

  /** A new keyset, as configuration has it. */
  public static String keyset() {
    try {
      AeadConfig.register();
      KeysetHandle handle =
          KeysetHandle.generateNew(
              PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
      String json =
          TinkJsonProtoKeysetFormat.serializeKeyset(
              handle, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
      return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @BeforeAll
  static void topics() {
    EventBus.createTopics(
        "auth.account-registered.v1",
        "auth.account-status-changed.v1",
        "billing.price-change-scheduled.v1",
        "billing.service-termination-decided.v1",
        "billing.service-termination-withdrawn.v1",
        "billing.top-up-paid.v1",
        "referral.reward-granted.v1");
  }

  /**
   * What earlier tests announced is over, so that a new customer is told of this test's
   * announcements only.
   */
  @BeforeEach
  void forgetEarlierAnnouncements() {
    jdbc.sql(
            """
            update notices set open_until = announced_at, shown_until = announced_at,
              fanned_out_at = coalesce(fanned_out_at, announced_at)
            """)
        .update();
    jdbc.sql(
            "update deliveries set status = 'FAILED', last_error = 'test over' where status ="
                + " 'QUEUED'")
        .update();
  }

  protected static UUID id() {
    return UuidCreator.getTimeOrderedEpoch();
  }

  protected RestTestClient as(String token) {
    return RestTestClient.bindToServer()
        .baseUrl("http://localhost:" + port)
        .defaultHeader("Authorization", "Bearer " + token)
        .build();
  }

  protected RestTestClient anybody() {
    return RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
  }

  protected RestTestClient support() {
    return as(TestIdentity.support());
  }

  protected void send(String topic, UUID account, Object payload) {
    events.send(topic, account.toString(), id(), clock.instant(), payload);
  }

  /** Registers a person, and waits until this service can write to them. */
  protected UUID aCustomer(String language) {
    UUID account = id();
    register(account, language);
    soon().until(() -> addressKnown(account));
    return account;
  }

  protected void register(UUID account, String language) {
    peers.addresses.put(account.toString(), addressOf(account));
    send(
        "auth.account-registered.v1",
        account,
        Map.of("accountId", account.toString(), "language", language));
  }

  protected boolean addressKnown(UUID account) {
    return jdbc.sql(
                "select count(*) from recipients where account_id = :id and address is not null")
            .param("id", account)
            .query(Long.class)
            .single()
        == 1;
  }

  protected static String addressOf(UUID account) {
    return account + "@customers.example";
  }

  protected List<JsonNode> inbox(UUID account) {
    return items(as(TestIdentity.customer(account.toString())), "/api/messages");
  }

  protected static List<JsonNode> items(RestTestClient who, String uri) {
    return who.get()
        .uri(uri)
        .exchange()
        .expectStatus()
        .isOk()
        .returnResult(JsonNode.class)
        .getResponseBody()
        .get("items")
        .valueStream()
        .toList();
  }

  /** A channel of its own, that billing has a price for. */
  protected static String aChannel(String multiplier) {
    String channel = "channel-" + UUID.randomUUID().toString().substring(0, 8);
    peers.multipliers.put(channel, multiplier);
    return channel;
  }

  protected Instant inDays(long days) {
    return clock.instant().plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS);
  }

  protected static Map<String, Object> change(
      String channel, String multiplier, Instant effectiveAt) {
    return Map.of(
        "channel",
        channel,
        "multiplier",
        multiplier,
        "effectiveAt",
        effectiveAt.toString(),
        "reason",
        Map.of("en", "Upstream <costs> rose.", "zh", "上游成本上涨。"));
  }

  /** Announces a change, and answers its view. */
  protected JsonNode announced(String channel, String multiplier, Instant effectiveAt) {
    return support()
        .post()
        .uri("/api/support/price-changes")
        .body(change(channel, multiplier, effectiveAt))
        .exchange()
        .expectStatus()
        .isCreated()
        .returnResult(JsonNode.class)
        .getResponseBody();
  }

  protected static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
  }
}
