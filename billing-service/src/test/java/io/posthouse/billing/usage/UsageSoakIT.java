package io.posthouse.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.money.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;

/** The long forms of {@link UsageCompletenessIT}, and how fast the consumers are. */
@EnabledIfSystemProperty(named = "posthouse.soak", matches = "true")
class UsageSoakIT extends UsageFixture {

  private static final Logger log = LoggerFactory.getLogger(UsageSoakIT.class);
  private static final int WALLETS = 1_000;

  @Autowired private JdbcClient jdbc;
  @Autowired private KafkaListenerEndpointRegistry listeners;

  /** M4: 20,000 events, each one to five times, shuffled, with a rebalance every few seconds. */
  @Test
  void everyEventIsChargedOnceThroughRebalances() {
    // Given
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<UUID> accounts = accounts(50);
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    int events = 20_000;
    for (int i = 0; i < events; i++) {
      String payload = sample(accounts.get(i % 50)).node(node, epoch, i + 1).payload();
      for (int times = random.nextInt(5); times >= 0; times--) {
        records.add(UsageTopic.record(times + "|" + i, payload));
      }
    }
    Collections.shuffle(records, random);

    // When
    UsageTopic.send(records);
    for (int i = 0; i < 5; i++) {
      UsageTopic.rebalance();
    }

    // Then: 400 calls of 0.0144 each
    Awaitility.await("seed " + seed)
        .atMost(Duration.ofMinutes(5))
        .until(() -> UsageTopic.lag() == 0);
    assertThat(recorded()).as("seed %s", seed).isEqualTo(events);
    for (UUID account : accounts) {
      assertThat(wallets.find(account).orElseThrow().balance())
          .as("seed %s", seed)
          .isEqualTo(Money.usd("994.24"));
    }
  }

  /** M5: 40,000 records, one in each hundred poison, of eight kinds. */
  @Test
  void quarantineHoldsExactlyThePoison() {
    // Given
    UUID account = funded("10000");
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      String good = sample(account).node(node, epoch, i + 1).payload();
      boolean poison = i % 100 == 50;
      records.add(
          UsageTopic.record(
              account.toString(),
              poison ? UsagePoison.of(i / 100 % UsagePoison.KINDS, good, official) : good));
    }

    // When
    UsageTopic.send(records);

    // Then
    Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> UsageTopic.lag() == 0);
    assertThat(recorded()).isEqualTo(39_600);
    assertThat(
            jdbc.sql("select count(*) from usage_quarantine where record_key = :key")
                .param("key", account.toString())
                .query(Long.class)
                .single())
        .isEqualTo(400);
  }

  /** Tells how many events a second the two consumers post; what that is depends on the machine. */
  @Test
  void tellsHowManyEventsASecondArePosted() {
    // Given: all of them wait in the topic
    UsageTopic.ensure();
    List<UUID> accounts = accounts(WALLETS);
    int events = 100_000;
    listeners.stop();
    int made = 0;
    while (made < events) {
      List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
      for (int i = 0; i < 10_000; i++, made++) {
        UUID account = accounts.get(made * 7 % WALLETS);
        records.add(
            UsageTopic.record(
                account.toString(), sample(account).node(node, epoch, made + 1).payload()));
      }
      UsageTopic.send(records);
    }

    // When
    long start = System.nanoTime();
    listeners.start();
    Awaitility.await()
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> recorded() == events);
    double seconds = (System.nanoTime() - start) / 1e9;

    // Then
    log.info("{} usage events posted in {} s: {} a second", events, seconds, events / seconds);
    assertThat(UsageTopic.lag()).isLessThan(1_000);
    assertThat(events / seconds).isGreaterThan(500);
  }

  private List<UUID> accounts(int count) {
    List<UUID> accounts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      accounts.add(funded("1000"));
    }
    return accounts;
  }

  private long recorded() {
    return jdbc.sql("select count(*) from usage where node = :node")
        .param("node", node)
        .query(Long.class)
        .single();
  }
}
