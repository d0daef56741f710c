package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthouse.testing.Canary;
import io.posthouse.testing.RealServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Nothing of a call's words is kept (A27, P04, P05), in whichever protocol it comes, however it
 * ends, and however much is logged; and all that is told of a call belongs to one trace (C07).
 */
@ExtendWith(OutputCaptureExtension.class)
class CanaryIT extends RelayFixture {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final List<String> TALKATIVE =
      List.of("io.posthouse", "io.netty", "org.springframework", "org.hibernate.SQL");

  /** Through which this test is the operator. */
  private static final String OUR_OWN_CLIENT = "org.springframework.web.client";

  private final Canary canary = Canary.fresh();
  private final List<TestCaller> admitted = new ArrayList<>();

  @Autowired JdbcClient jdbc;
  @Autowired LoggingSystem logging;
  @Autowired SpanLog spans;

  @AfterEach
  void quiet() {
    TALKATIVE.forEach(name -> logging.setLogLevel(name, null));
    logging.setLogLevel(OUR_OWN_CLIENT, null);
  }

  /** An upstream's answers, whole or streamed, good or not; all of them sing. */
  private FakeUpstream.Script answer(String protocol, String ending) {
    return it -> {
      String body = it.request.text();
      boolean stream =
          body.contains("\"stream\":true")
              || it.request.requestLine().contains(":streamGenerateContent");
      switch (ending) {
        case "refused" -> it.json(400, error());
        case "failed" -> it.json(500, error());
        case "page" -> it.whole(200, "text/html", "<p>" + canary.word("page"));
        case "garbage" -> it.json(200, "{\"content\":[{\"text\":\"" + canary.word("garbage"));
        case "cut" -> {
          it.streamHead();
          it.chunk(Songs.stream(protocol, canary).getFirst());
          it.reset();
        }
        default -> {
          if (stream) {
            it.streamHead();
            for (String event : Songs.stream(protocol, canary)) {
              it.chunk(event);
            }
            it.endChunks();
          } else {
            it.json(200, Songs.whole(protocol, canary));
          }
        }
      }
    };
  }

  private String error() {
    return "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\""
        + canary.word("complaint")
        + "\"}}";
  }

  private void call(Sale sale, String client, boolean stream) {
    TestCaller caller = TestCaller.any();
    String path = Songs.path(client, sale.model(), stream);
    String key = canary.word("key");
    call(
        caller,
        "POST",
        path + (path.contains("?") ? "&" : "?") + "key=" + key,
        Songs.request(client, sale.model(), stream, canary),
        Map.of(
            "x-api-key", key,
            "x-goog-api-key", key,
            "authorization", "Bearer " + key,
            "cookie", "session=" + canary.word("cookie"),
            "traceparent", "00-" + TRACE + "-b7ad6b7169203331-01"));
    admitted.add(caller);
  }

  @Test
  void nothingOfABodyOrACredentialIsKeptAnywhere(CapturedOutput output) throws Exception {
    // Given
    TALKATIVE.forEach(name -> logging.setLogLevel(name, LogLevel.DEBUG));
    logging.setLogLevel(OUR_OWN_CLIENT, LogLevel.INFO);
    List<FakeUpstream> upstreams = new ArrayList<>();

    // When
    for (String protocol : List.of("anthropic", "openai", "gemini")) {
      for (String ending : List.of("well", "cut", "garbage", "page", "failed", "refused")) {
        FakeUpstream upstream = new FakeUpstream();
        upstreams.add(upstream);
        Sale sale = aSale();
        anUpstream(
            sale,
            protocol,
            upstream.port(),
            0,
            "theirs",
            Map.of("credentials", List.of(canary.word("credential"))));
        awaitPriced(sale);
        for (String client : Songs.CLIENTS) {
          for (boolean stream : List.of(true, false)) {
            upstream.then(answer(protocol, ending));
            call(sale, client, stream);
          }
        }
      }
    }
    messages(TestCaller.any(), "{\"model\":\"" + canary.word("broken"));
    messages(
        TestCaller.any(),
        "{\"model\":\"" + canary.word("model") + "\",\"max_tokens\":1,\"messages\":[]}");
    chat(TestCaller.any(), "{\"model\":\"" + canary.word("a") + "\",\"model\":\"b\"}");
    upstreams.forEach(FakeUpstream::close);

    // Then
    assertThat(upstreams)
        .flatExtracting(FakeUpstream::received)
        .isNotEmpty()
        .allSatisfy(
            request -> {
              assertThat(request.headers())
                  .noneMatch(line -> line.contains(canary.word("key")))
                  .noneMatch(line -> line.contains(canary.word("cookie")));
              assertThat(canary.in(request.requestLine())).isEmpty();
              assertThat(canary.in(request.text())).contains(canary.word("prompt"));
            });
    TestCaller last = admitted.getFirst();
    ConsumerRecord<String, byte[]> record = usage.record(last.requestId());
    assertThat(header(record, "traceparent"))
        .startsWith("00-" + TRACE + "-")
        .doesNotContain("b7ad6b7169203331");
    assertThat(header(record, "ce_type")).isEqualTo("relay.usage-recorded.v1");
    assertThat(record.key()).isEqualTo(last.accountId());
    assertThat(output.getAll().lines().filter(line -> line.contains(last.requestId())))
        .isNotEmpty()
        .allMatch(line -> line.contains(TRACE));
    await().atMost(Duration.ofSeconds(10)).until(() -> !spans.all().isEmpty());

    assertThat(canary.in(output.getAll())).as("logs").isEmpty();
    assertThat(canary.in(String.join("\n", spans.all()))).as("spans").isEmpty();
    assertThat(canary.in(String.join("\n", tables()))).as("tables").isEmpty();
    assertThat(canary.in(String.join("\n", topics()))).as("topics").isEmpty();
    assertThat(canary.below(Path.of(System.getProperty("java.io.tmpdir")))).as("files").isEmpty();
  }

  /** Every row of every table, as text. */
  private Collection<String> tables() {
    List<String> names =
        jdbc.sql(
                "select quote_ident(table_schema) || '.' || quote_ident(table_name) from"
                    + " information_schema.tables where table_type = 'BASE TABLE' and table_schema"
                    + " not in ('pg_catalog', 'information_schema')")
            .query(String.class)
            .list();
    return names.stream()
        .map(
            name ->
                name
                    + ": "
                    + jdbc.sql("select t::text from " + name + " t").query(String.class).list())
        .toList();
  }

  /** Every record of every topic, headers included. */
  private static List<String> topics() {
    List<String> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, RealServers.kafkaBootstrap()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.listTopics().values().stream()
              .flatMap(Collection::stream)
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (Iterator<ConsumerRecord<byte[], byte[]>> it =
                consumer.poll(Duration.ofMillis(200)).iterator();
            it.hasNext(); ) {
          records.add(text(it.next()));
        }
      }
    }
    return records;
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    StringBuilder text = new StringBuilder();
    record.headers().forEach(header -> text.append(ascii(header.value())).append('\n'));
    return text.append(ascii(record.key())).append('\n').append(ascii(record.value())).toString();
  }

  private static String ascii(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
