package io.posthouse.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.Http;
import io.posthouse.billing.money.Money;
import io.posthouse.testing.TestIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What came, what did not, and what could not be believed (I6, I7, I19; M4, M5). */
class UsageCompletenessIT extends UsageFixture {

  @Autowired private UsageBatch batches;
  @Autowired private UsageCompleteness completeness;
  @Autowired private JdbcClient jdbc;
  @Autowired private KafkaProperties kafka;
  @LocalServerPort private int port;

  @Test
  void aHoleInANodesNumbersIsAGapAndAQuarantinedRecordIsNone() {
    // Given
    UUID account = funded("1");
    batches.take(
        List.of(
            sample(account).node(node, epoch, 1).raw(9001),
            sample(account).node(node, epoch, 2).raw("not json", 9002),
            sample(account).node(node, epoch, 5).raw(9005)));

    // When // Then
    assertThat(gaps()).containsExactly("3-4");
    batches.take(
        List.of(
            sample(account).node(node, epoch, 3).raw(9003),
            sample(account).node(node, epoch, 4).raw(9004)));
    assertThat(gaps()).isEmpty();
  }

  @Test
  void whatANodeSaysThatItShippedAtItsEndIsMissingUntilItComes() {
    // Given
    UUID account = funded("1");
    batches.take(List.of(sample(account).node(node, epoch, 1).raw(9101)));

    // When
    nodes.finish(node, epoch, 3);

    // Then
    assertThat(gaps()).containsExactly("2-3");
    assertThat(
            new Http(port)
                .person(TestIdentity.operator(), "GET", "/api/operator/reconciliation", "")
                .body())
        .contains(node)
        .contains("\"balanced\":true");
  }

  /** M4: through Kafka, to the service's two consumers, with a rebalance in the middle. */
  @Test
  void eachEventPublishedFiveTimesAndShuffledIsChargedOnce() {
    // Given
    List<UUID> accounts = new ArrayList<>();
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      accounts.add(funded("10"));
    }
    for (int i = 0; i < 100; i++) {
      UUID account = accounts.get(i % 4);
      String payload = sample(account).node(node, epoch, i + 1).payload();
      for (int times = 0; times < 5; times++) {
        // Over any partition: an order within the account is not to be relied on.
        records.add(UsageTopic.record(times + "|" + account, payload));
      }
    }
    long seed = new Random().nextLong();
    Collections.shuffle(records, new Random(seed));

    // When
    UsageTopic.send(records);
    UsageTopic.rebalance();

    // Then: 25 calls of 0.0144 each
    Awaitility.await("seed " + seed)
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(recorded()).isEqualTo(100));
    for (UUID account : accounts) {
      assertThat(wallets.find(account).orElseThrow().balance()).isEqualTo(Money.usd("9.64"));
    }
  }

  /** M5: eight kinds of poison, one in each hundred. */
  @Test
  void onePercentOfPoisonOfEightKindsIsQuarantinedExactlyAndHoldsNothingUp() {
    // Given
    UUID account = funded("100");
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 800; i++) {
      String good = sample(account).node(node, epoch, i + 1).payload();
      records.add(
          UsageTopic.record(
              account.toString(), i % 100 == 50 ? UsagePoison.of(i / 100, good, official) : good));
    }

    // When
    UsageTopic.send(records);

    // Then
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(() -> assertThat(recorded()).isEqualTo(792));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(quarantined(account)).isEqualTo(8));
    assertThat(wallets.find(account).orElseThrow().balance()).isEqualTo(Money.usd("88.5952"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(UsageTopic.lag()).isZero());
  }

  /** A killed instance's partitions are not read by nobody for Kafka's own 45 s. */
  @Test
  void anotherConsumerTakesAKilledOnesPartitionsOverWithinSeconds() {
    // Given
    UsageTopic.ensure();
    UUID account = funded("10");
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String payload = sample(account).node(node, epoch, i + 1).payload();
      records.add(UsageTopic.record(i + "|" + account, payload));
    }

    // When
    UsageTopic.joinAndDie(kafka.buildConsumerProperties().get("session.timeout.ms").toString());
    UsageTopic.send(records);

    // Then
    Awaitility.await()
        .atMost(Duration.ofSeconds(25))
        .untilAsserted(() -> assertThat(recorded()).isEqualTo(40));
  }

  private long quarantined(UUID account) {
    return jdbc.sql("select count(*) from usage_quarantine where record_key = :key")
        .param("key", account.toString())
        .query(Long.class)
        .single();
  }

  private long recorded() {
    return jdbc.sql("select count(*) from usage where node = :node")
        .param("node", node)
        .query(Long.class)
        .single();
  }

  private List<String> gaps() {
    return completeness.gaps().stream()
        .filter(gap -> gap.node().equals(node))
        .map(gap -> gap.firstMissing() + "-" + gap.lastMissing())
        .toList();
  }
}
