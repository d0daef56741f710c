package io.posthouse.billing.reward;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.OnRealServers;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.Charge;
import io.posthouse.billing.wallet.Settlements;
import io.posthouse.billing.wallet.Wallet;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.testing.RealServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RewardIT extends OnRealServers {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Autowired private Wallets wallets;
  @Autowired private JdbcClient jdbc;
  @Autowired private Settlements settlements;
  @Autowired private PlatformTransactionManager transactions;

  @BeforeAll
  static void topics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", RealServers.kafkaBootstrap()))) {
      for (String name :
          List.of(
              "referral.reward-granted.v1",
              "referral.reward-revoked.v1",
              "referral.reward-restored.v1")) {
        try {
          admin.createTopics(List.of(new NewTopic(name, 6, (short) 1))).all().get();
        } catch (ExecutionException exists) {
          assertThat(exists).hasMessageContaining("already exists");
        }
      }
    }
  }

  @Test
  void aRewardIsCreditedOnceHoweverOftenItIsTold() {
    // Given
    UUID inviter = UuidCreator.getTimeOrderedEpoch();
    ObjectNode granted = event("reward-granted.v1", inviter, UUID.randomUUID(), "1.25");

    // When
    send("reward-granted.v1", granted);
    send("reward-granted.v1", granted);
    UUID last = send("reward-granted.v1", granted);
    awaitConsumed(last);

    // Then
    assertThat(wallet(inviter).bonus()).isEqualTo(Money.usd("1.25"));
  }

  @Test
  void aRevokedRewardIsTakenBackOnce() {
    // Given
    UUID inviter = UuidCreator.getTimeOrderedEpoch();
    UUID reward = UUID.randomUUID();
    awaitConsumed(send("reward-granted.v1", event("reward-granted.v1", inviter, reward, "1.25")));

    // When
    send("reward-revoked.v1", event("reward-revoked.v1", inviter, reward, "1.25"));
    awaitConsumed(send("reward-revoked.v1", event("reward-revoked.v1", inviter, reward, "1.25")));

    // Then
    assertThat(wallet(inviter).balance()).isEqualTo(Money.ZERO_USD);
  }

  @Test
  void aRevocationHeardOfBeforeItsGrantCreditsNothing() {
    // Given
    UUID inviter = UuidCreator.getTimeOrderedEpoch();
    UUID reward = UUID.randomUUID();
    wallets.open(inviter);
    awaitConsumed(send("reward-revoked.v1", event("reward-revoked.v1", inviter, reward, "1.25")));

    // When
    awaitConsumed(send("reward-granted.v1", event("reward-granted.v1", inviter, reward, "1.25")));

    // Then
    assertThat(wallet(inviter).balance()).isEqualTo(Money.ZERO_USD);
  }

  @Test
  void noWalletGoesBelowZeroAndTheShortageIsKept() {
    // Given
    UUID inviter = UuidCreator.getTimeOrderedEpoch();
    UUID spent = UUID.randomUUID();
    awaitConsumed(send("reward-granted.v1", event("reward-granted.v1", inviter, spent, "1")));
    awaitConsumed(send("reward-revoked.v1", event("reward-revoked.v1", inviter, spent, "3")));

    // Then
    assertThat(wallet(inviter).balance()).isEqualTo(Money.ZERO_USD);
    assertThat(
            jdbc.sql("select shortage from revoked_reward where reward_id = :id")
                .param("id", spent)
                .query(java.math.BigDecimal.class)
                .single())
        .isEqualByComparingTo("2");
  }

  @Test
  void aRevocationThatIsUndoneGivesBackWhatItTookAndNoMore() {
    // Given: 2 rewarded, 3 paid, 4 spent; so 1 could be taken, and it was paid money
    UUID inviter = UuidCreator.getTimeOrderedEpoch();
    UUID reward = UUID.randomUUID();
    awaitConsumed(send("reward-granted.v1", event("reward-granted.v1", inviter, reward, "2")));
    wallets.creditPaid(inviter, Money.usd("3"), Money.cny("21"), UuidCreator.getTimeOrderedEpoch());
    spend(inviter, "4");
    awaitConsumed(send("reward-revoked.v1", event("reward-revoked.v1", inviter, reward, "2")));
    assertThat(wallet(inviter).balance()).isEqualTo(Money.ZERO_USD);

    // When: told of twice
    send("reward-restored.v1", event("reward-restored.v1", inviter, reward, "2"));
    awaitConsumed(send("reward-restored.v1", event("reward-restored.v1", inviter, reward, "2")));

    // Then
    assertThat(wallet(inviter).paid()).isEqualTo(Money.usd("1"));
    assertThat(wallet(inviter).bonus()).isEqualTo(Money.ZERO_USD);
  }

  /** Topics have no order between them; within one, a reward's events have. */
  @Test
  void aRewardMayBeTakenAndGivenAgainTwiceInWhateverOrderItIsHeardOf() {
    // Given
    UUID inviter = UuidCreator.getTimeOrderedEpoch();
    UUID reward = UUID.randomUUID();

    // When: the last topic first
    send("reward-restored.v1", numbered("reward-restored.v1", inviter, reward, 1));
    UUID last = send("reward-restored.v1", numbered("reward-restored.v1", inviter, reward, 2));
    send("reward-revoked.v1", numbered("reward-revoked.v1", inviter, reward, 1));
    send("reward-revoked.v1", numbered("reward-revoked.v1", inviter, reward, 2));
    awaitConsumed(last);
    awaitConsumed(send("reward-granted.v1", event("reward-granted.v1", inviter, reward, "2")));

    // Then
    assertThat(wallet(inviter).bonus()).isEqualTo(Money.usd("2"));
  }

  private static ObjectNode numbered(String name, UUID inviter, UUID reward, int revocation) {
    return event(name, inviter, reward, "2").put("revocation", revocation);
  }

  private void spend(UUID account, String usd) {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status ->
                settlements.settle(
                    List.of(
                        new Charge(
                            UuidCreator.getTimeOrderedEpoch(),
                            account,
                            UuidCreator.getTimeOrderedEpoch(),
                            null,
                            Money.usd(usd),
                            InstantSource.system().instant()))));
  }

  private Wallet wallet(UUID account) {
    return wallets.find(account).orElseThrow();
  }

  private void awaitConsumed(UUID event) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                jdbc.sql("select count(*) from inbox where event_id = :id")
                        .param("id", event)
                        .query(Long.class)
                        .single()
                    == 1);
  }

  private static ObjectNode event(String name, UUID inviter, UUID reward, String usd) {
    Path sample = Path.of("../referral-service/contracts/events", name + ".sample.json");
    try {
      ObjectNode event = (ObjectNode) JSON.readTree(Files.readString(sample));
      event.put("accountId", inviter.toString()).put("rewardId", reward.toString());
      ((ObjectNode) event.get("amount")).put("amount", usd);
      return event;
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** Sends it as an event of its own. */
  private static UUID send(String name, ObjectNode event) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    String topic = "referral." + name;
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", RealServers.kafkaBootstrap()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      ProducerRecord<String, byte[]> record =
          new ProducerRecord<>(
              topic, null, event.get("accountId").asString(), JSON.writeValueAsBytes(event));
      Map.of(
              "ce_id", id.toString(),
              "ce_type", topic,
              "ce_time", InstantSource.system().instant().toString())
          .forEach(
              (key, value) -> record.headers().add(key, value.getBytes(StandardCharsets.UTF_8)));
      producer.send(record).get();
      return id;
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
