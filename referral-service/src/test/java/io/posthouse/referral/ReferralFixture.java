package io.posthouse.referral;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.testing.RealServers;
import io.posthouse.testing.TestIdentity;
import io.posthouse.testing.TestTrust;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeAll;
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
 * The whole service on real PostgreSQL and Kafka, with a clock that tests move. One for all tests
 * of the JVM.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(ReferralFixture.Time.class)
abstract class ReferralFixture {

  static final Duration HOLD = Duration.ofHours(24);
  static final String GRANTED = "referral.reward-granted.v1";
  static final String REVOKED = "referral.reward-revoked.v1";
  static final String RESTORED = "referral.reward-restored.v1";

  @TestConfiguration
  static class Time {
    @Bean
    MovableClock clock() {
      return new MovableClock();
    }
  }

  @Autowired MovableClock clock;
  @Autowired JdbcClient jdbc;
  @LocalServerPort int port;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    RealServers.database(registry, "referral");
    RealServers.kafka(registry);
    TestIdentity.register(registry);
    TestTrust.register(registry);
    registry.add("posthouse.public-url", () -> "https://relay.example");
    registry.add("posthouse.referral.hold", HOLD::toString);
  }

  @BeforeAll
  static void topics() {
    EventBus.createTopics(
        "auth.account-registered.v1",
        "auth.account-status-changed.v1",
        "billing.top-up-paid.v1",
        "billing.top-up-refunded.v1",
        "billing.top-up-restored.v1");
  }

  RestTestClient as(String token) {
    return RestTestClient.bindToServer()
        .baseUrl("http://localhost:" + port)
        .defaultHeader("Authorization", "Bearer " + token)
        .build();
  }

  static UUID id() {
    return UuidCreator.getTimeOrderedEpoch();
  }

  void send(String topic, UUID account, JsonNode payload) {
    EventBus.get().send(topic, account.toString(), id(), clock.instant(), payload);
  }

  /** A registered account. */
  UUID anAccount() {
    UUID account = id();
    send("auth.account-registered.v1", account, Producers.registered(account, null, null, null));
    return account;
  }

  String codeOf(UUID account) {
    return as(TestIdentity.customer(account.toString()))
        .get()
        .uri("/api/referral")
        .exchange()
        .expectStatus()
        .isOk()
        .returnResult(JsonNode.class)
        .getResponseBody()
        .get("code")
        .asString();
  }

  /** Somebody who registered with a code. */
  UUID invitedBy(String code) {
    UUID account = id();
    send("auth.account-registered.v1", account, Producers.registered(account, code, null, null));
    return account;
  }

  List<JsonNode> rewards(UUID inviter) {
    return as(TestIdentity.customer(inviter.toString()))
        .get()
        .uri("/api/referral/rewards")
        .exchange()
        .expectStatus()
        .isOk()
        .returnResult(JsonNode.class)
        .getResponseBody()
        .get("items")
        .valueStream()
        .toList();
  }

  void awaitReward(UUID inviter, String status) {
    soon()
        .untilAsserted(
            () ->
                assertThat(rewards(inviter))
                    .extracting(reward -> reward.get("status").asString())
                    .containsExactly(status));
  }

  static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
  }
}
