package io.posthouse.benchmark.billing;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Usage events as relay-service sends them, one call each.
 *
 * @param official the price version that they name
 * @param multiplier likewise
 */
record UsageEvents(UUID official, UUID multiplier) {

  static final String MODEL = "benchmark-model";
  static final String CHANNEL = "benchmark";

  private static final String TOPIC = "relay.usage-recorded.v1";
  private static final String DIGEST = "sha256:" + "0".repeat(64);
  private static final int PARTITIONS = 24;

  /** Makes the topic as the relay does. */
  static void createTopic(String bootstrap) throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
    }
  }

  /** Sends so many calls of these accounts by turns; returns when Kafka has them. */
  void send(String bootstrap, String node, List<UUID> accounts, int calls) {
    UUID key = UuidCreator.getTimeOrderedEpoch();
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", "20"),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (int seq = 1; seq <= calls; seq++) {
        UUID account = accounts.get(seq * 7 % accounts.size());
        var _ =
            producer.send(
                new ProducerRecord<>(TOPIC, account.toString(), event(node, seq, account, key)),
                (sent, failed) -> {
                  if (failed != null) {
                    throw new IllegalStateException("not sent", failed);
                  }
                });
      }
    }
  }

  private byte[] event(String node, int seq, UUID account, UUID key) {
    UUID request = UuidCreator.getTimeOrderedEpoch();
    String tokens = "1000,50,100,0,800,200";
    String now = InstantSource.system().instant().toString();
    return """
    {"requestId":"%s","node":"%s","epoch":1,"seq":%d,"leaseId":null,"accountId":"%s","keyId":"%s","channel":"%s",
    "requestedModel":"%s","upstreamModel":"m-1","priceVersion":{"official":"%s","multiplier":"%s"},"startedAt":"%s",
    "firstByteAt":"%s","endedAt":"%s","status":200,"end":"complete","usageSource":"reported","tokens":{"input":1000,
    "cacheRead":50,"cacheWrite5m":100,"cacheWrite1h":0,"output":800,"reasoning":200},"tools":{},"tier":"standard",
    "reserved":"0.493","adjustments":[],"attempts":[{"upstream":"u","upstreamModel":"m-1","upstreamRequestId":"r",
    "status":200,"outcome":"answered","tokens":{"input":1000,"cacheRead":50,"cacheWrite5m":100,"cacheWrite1h":0,
    "output":800,"reasoning":200},"costBasis":"reported"}],"digest":"%s","changes":[],"answeredModel":"m-1",
    "modelAsAsked":true,"crc32c":"%s"}\
    """
        .formatted(
            request,
            node,
            seq,
            account,
            key,
            CHANNEL,
            MODEL,
            official,
            multiplier,
            now,
            now,
            now,
            DIGEST,
            checksum(request, tokens))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String checksum(UUID request, String tokens) {
    CRC32C crc = new CRC32C();
    crc.update(
        (TOPIC + "|" + request + "|" + DIGEST + "|" + tokens).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
