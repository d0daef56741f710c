package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A27 (P04, P05), and one trace (C07). */
@ExtendWith(OutputCaptureExtension.class)
class CanaryIT extends RelayFixture {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @Autowired JdbcClient jdbc;
  @Autowired LoggingSystem logging;

  @Test
  void nothingOfABodyOrACredentialIsKeptAnywhere(CapturedOutput output) {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      logging.setLogLevel("io.posthouse", LogLevel.DEBUG);
      upstream.then(it -> it.json(400, "{\"error\":{\"message\":\"canary-answer\"}}"));
      upstream.then(it -> it.json(500, "{\"error\":{\"message\":\"canary-answer\"}}"));
      upstream.then(
          it -> {
            it.streamHead();
            it.chunk(
                "event: content_block_delta\ndata: {\"delta\":{\"text\":\"canary-answer\"}}\n\n");
            it.reset();
          });
      upstream.then(
          it -> it.json(200, PassThroughIT.ANSWER.replace("h\\u00e9llo", "canary-answer")));
      Sale sale = aSaleThrough("anthropic", upstream);
      String body =
          "{\"model\":\"" + sale.model() + "\",\"stream\":%s,\"messages\":[\"canary-question\"]}";
      Map<String, String> headers =
          Map.of(
              "x-api-key", "canary-key",
              "authorization", "Bearer canary-key",
              "cookie", "canary-key",
              "traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
      List<TestCaller> callers =
          List.of(TestCaller.any(), TestCaller.any(), TestCaller.any(), TestCaller.any());

      // When
      for (int i = 0; i < callers.size(); i++) {
        call(
            callers.get(i), "POST", "/v1/messages?key=canary-key", body.formatted(i == 2), headers);
        usageOf(callers.get(i));
      }
      messages(TestCaller.any(), "{\"model\":\"canary-question\"");
      logging.setLogLevel("io.posthouse", null);

      // Then
      assertThat(upstream.received())
          .allSatisfy(
              request -> {
                assertThat(request.headers()).noneMatch(line -> line.contains("canary-key"));
                assertThat(request.requestLine()).doesNotContain("canary");
              });
      assertThat(output.getAll()).doesNotContain("canary-").doesNotContain("sk-canary");
      assertThat(usage.all()).isNotEmpty().allSatisfy(CanaryIT::holdsNoCanary);
      for (String table : List.of("channels", "models", "upstreams", "outbox", "inbox")) {
        assertThat(jdbc.sql("select t::text from " + table + " t").query(String.class).list())
            .noneMatch(row -> row.contains("canary"));
      }
      ConsumerRecord<String, byte[]> record = usage.record(callers.getLast().requestId());
      assertThat(header(record, "traceparent"))
          .startsWith("00-" + TRACE + "-")
          .doesNotContain("b7ad6b7169203331");
      assertThat(header(record, "ce_type")).isEqualTo("relay.usage-recorded.v1");
      assertThat(record.key()).isEqualTo(callers.getLast().accountId());
      assertThat(output.getAll().lines().filter(line -> line.contains(callers.get(1).requestId())))
          .isNotEmpty()
          .allMatch(line -> line.contains(TRACE));
    }
  }

  private static void holdsNoCanary(ConsumerRecord<String, byte[]> record) {
    assertThat(new String(record.value(), StandardCharsets.UTF_8)).doesNotContain("canary");
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
