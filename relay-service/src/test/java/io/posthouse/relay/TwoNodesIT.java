package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthouse.relay.edge.DataPathServer;
import io.posthouse.relay.routing.Routing;
import io.posthouse.relay.routing.Upstream;
import io.posthouse.relay.spool.Spool;
import io.posthouse.relay.spool.SpoolSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A second node beside the one of all tests, on a spool that a killed process left behind. */
class TwoNodesIT extends RelayFixture {

  private static final int OUTPUT = 10;

  @Autowired private ConfigurableEnvironment environment;

  private final String crashed = UUID.randomUUID().toString();
  private ConfigurableApplicationContext second;

  @BeforeEach
  void startASecondNode() throws IOException {
    Path left = newFolder("left-behind");
    killedMidStream(left);
    StandardEnvironment own = new StandardEnvironment();
    environment.getPropertySources().forEach(source -> addIfNew(own, source));
    own.getPropertySources()
        .addFirst(
            new MapPropertySource(
                "second",
                Map.of(
                    "server.port", "0",
                    "posthouse.relay.port", "0",
                    "posthouse.relay.node", "relay-second",
                    "posthouse.relay.spool.directory", left.toString())));
    second = new SpringApplicationBuilder(RelayApplication.class).environment(own).run();
  }

  private static void addIfNew(
      StandardEnvironment own, org.springframework.core.env.PropertySource<?> source) {
    // The ports that the first node took are its own.
    if (!source.getName().equals("server.ports")
        && !own.getPropertySources().contains(source.getName())) {
      own.getPropertySources().addLast(source);
    }
  }

  /** What a process that died under a running answer has in its spool. */
  private void killedMidStream(Path directory) throws IOException {
    ObjectNode event =
        (ObjectNode)
            json.readTree(
                Files.readAllBytes(Path.of("contracts/events/usage-recorded.v1.sample.json")));
    event.put("requestId", crashed).put("end", "crash").put("usageSource", "crash").put("seq", 0);
    byte[] text = ("\n" + json.writeValueAsString(event)).getBytes(StandardCharsets.UTF_8);
    SpoolSettings settings =
        new SpoolSettings(
            directory, 1 << 20, 1 << 30, 0, 100, SpoolSettings.Sync.ALWAYS, Duration.ofMillis(5));
    try (Spool earlier = Spool.open(settings)) {
      earlier.began(41);
      earlier.close(41, UUID.randomUUID().toString(), seq -> text).join();
      earlier.open(41, crashed, () -> "\n{}".getBytes(StandardCharsets.UTF_8));
      earlier.progress(41, crashed, () -> text);
    }
  }

  @AfterEach
  void stopIt() {
    second.close();
  }

  @Test
  void closesWhatTheKilledProcessLeftAndSaysItsLastWord() {
    // Then: by the last that was written of it, under its own epoch's next number
    JsonNode event = usage.only(crashed);
    assertThat(event.path("usageSource").asString()).isEqualTo("crash");
    assertThat(event.path("tokens").path("output").asLong()).isEqualTo(40);
    assertThat(event.path("seq").asLong()).isEqualTo(2);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(billing.lastSeq("relay-second", 41)).isEqualTo(2));
  }

  @Test
  void fiveHundredCallsOnAWalletForAHundredAreAnsweredAHundredTimes() throws Exception {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given: a call costs exactly what is reserved for it
      Sale sale = aSale();
      Set<String> upstreams = new HashSet<>();
      for (int i = 0; i < 16; i++) {
        upstreams.add(anUpstream(sale, "anthropic", upstream.port(), 0, sale.model()));
      }
      awaitPriced(sale);
      awaitRouted(upstreams);
      int otherPort = second.getBean(DataPathServer.class).port();
      String body =
          "{\"model\":\"%s\",\"max_tokens\":%d,\"messages\":[]}".formatted(sale.model(), OUTPUT);
      for (int i = 0; i < 500; i++) {
        upstream.then(it -> it.json(200, answer(body.length())));
      }
      BigDecimal cost =
          BigDecimal.valueOf(body.length() * 6L + OUTPUT * 15L).movePointLeft(6).divide(TWO);
      TestCaller wallet = TestCaller.any();
      billing.fund(wallet.accountId(), cost.multiply(BigDecimal.valueOf(100)).toPlainString());
      awaitPriced(sale, otherPort);

      // When
      List<TestCaller> callers = new ArrayList<>();
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        TestCaller caller = wallet.again();
        int port = i % 2 == 0 ? dataPath.port() : otherPort;
        callers.add(caller);
        calls.add(() -> status(port, caller, body));
      }
      List<Integer> statuses = together(calls);

      // Then
      assertThat(statuses).containsOnly(200, 402);
      assertThat(statuses.stream().filter(it -> it == 200)).hasSize(100);
      assertThat(upstream.received()).hasSize(100);
      BigDecimal charged = BigDecimal.ZERO;
      for (int i = 0; i < 500; i++) {
        if (statuses.get(i) == 200) {
          charged = charged.add(chargeOf(usageOf(callers.get(i))));
        }
      }
      assertThat(charged).isEqualByComparingTo(cost.multiply(BigDecimal.valueOf(100)));
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(billing.holders(wallet.accountId())).isZero());
      assertThat(billing.left(wallet.accountId())).isEqualByComparingTo(BigDecimal.ZERO);
    }
  }

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private static BigDecimal chargeOf(JsonNode event) {
    JsonNode tokens = event.path("tokens");
    return BigDecimal.valueOf(
            tokens.path("cacheWrite1h").asLong() * 6 + tokens.path("output").asLong() * 15)
        .movePointLeft(6)
        .divide(TWO);
  }

  private static String answer(int input) {
    return """
    {"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"hi"}],
     "stop_reason":"end_turn","usage":{"input_tokens":0,"cache_creation_input_tokens":%d,"cache_read_input_tokens":0,
     "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":%d},"output_tokens":%d}}\
    """
        .formatted(input, input, OUTPUT);
  }

  /** The second node takes as many calls at once as the first. */
  private void awaitRouted(Set<String> upstreams) {
    Routing routing = second.getBean(Routing.class);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(routing.table().upstreams())
                    .extracting(Upstream::name)
                    .containsAll(upstreams));
  }

  private void awaitPriced(Sale sale, int port) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              try (RawClient client = new RawClient(port)) {
                String request =
                    request(TestCaller.any(), "GET", "/v1/models/" + sale.model(), null, Map.of());
                return client.send(request).readAnswer().status() == 200;
              }
            });
  }

  private int status(int port, TestCaller caller, String body) {
    try (RawClient client = new RawClient(port)) {
      return client
          .send(request(caller, "POST", "/v1/messages", body, Map.of()))
          .readAnswer()
          .status();
    }
  }

  private static <T> List<T> together(List<Callable<T>> actions) throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(actions)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
