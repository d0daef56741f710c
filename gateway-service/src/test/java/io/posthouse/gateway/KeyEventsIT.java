package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthouse.testing.RealServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class KeyEventsIT extends GatewayIntegration {

  private static final Path SAMPLES = Path.of("../auth-service/contracts/events");

  @BeforeAll
  static void makeTopics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", RealServers.kafkaBootstrap()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("auth.key-changed.v1", 1, (short) 1),
                  new NewTopic("auth.account-status-changed.v1", 6, (short) 1)))
          .all()
          .get();
    } catch (ExecutionException failed) {
      if (!(failed.getCause() instanceof TopicExistsException)) {
        throw failed;
      }
    }
  }

  @Test
  void stopsARevokedKeyWithinSeconds() throws Exception {
    TestKey key = aKey();
    assertThat(message(key).statusCode()).isEqualTo(200);

    publish(
        "auth.key-changed.v1",
        key.keyId(),
        sample("key-changed")
            .put("keyId", key.keyId())
            .put("accountId", key.accountId())
            .put("status", "revoked")
            .put("version", 2));

    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(message(key).statusCode()).isEqualTo(401));
  }

  @Test
  void takesOverNewLimitsOfAKeyAndIgnoresOldNews() throws Exception {
    TestKey key = aKey(Map.of("version", 5));
    assertThat(message(key).statusCode()).isEqualTo(200);

    publish(
        "auth.key-changed.v1",
        key.keyId(),
        sample("key-changed")
            .put("keyId", key.keyId())
            .put("accountId", key.accountId())
            .put("status", "revoked")
            .put("version", 4));
    ObjectNode changed =
        sample("key-changed")
            .put("keyId", key.keyId())
            .put("accountId", key.accountId())
            .put("status", "active")
            .put("version", 6);
    changed.putArray("allowedIps");
    changed.remove("expiresAt");
    publish("auth.key-changed.v1", key.keyId(), changed);

    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () -> {
              assertThat(message(key).statusCode()).isEqualTo(200);
              assertThat(caller(RELAY.last()).path("models").toString())
                  .isEqualTo("[\"claude-sonnet-4-5\",\"gpt-5\"]");
            });
  }

  @Test
  void stopsEveryKeyOfASuspendedAccountAndLetsThemGoOnAfterIt() throws Exception {
    TestKey key = aKey();
    assertThat(message(key).statusCode()).isEqualTo(200);

    publish(
        "auth.account-status-changed.v1",
        key.accountId(),
        sample("account-status-changed").put("accountId", key.accountId()));
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(message(key).statusCode()).isEqualTo(403));

    publish(
        "auth.account-status-changed.v1",
        key.accountId(),
        sample("account-status-changed")
            .put("accountId", key.accountId())
            .put("status", "active")
            .put("version", 3));
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(message(key).statusCode()).isEqualTo(200));
  }

  private static ObjectNode sample(String name) throws Exception {
    String text = Files.readString(SAMPLES.resolve(name + ".v1.sample.json"));
    return (ObjectNode) JSON.readTree(text);
  }

  private static void publish(String topic, String key, ObjectNode event) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", RealServers.kafkaBootstrap());
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(topic, key, event.toString().getBytes(StandardCharsets.UTF_8)))
          .get();
    }
  }
}
