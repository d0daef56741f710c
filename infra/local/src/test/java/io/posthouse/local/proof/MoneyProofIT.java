package io.posthouse.local.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthouse.local.stack.Member;
import io.posthouse.local.stack.SmallStack;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Money is right to the last decimal over two relays, whatever is killed or away (I4, I6, I7, I20,
 * M1, M2, M3, T1 of money.md). With {@code -Psoak}: 20 rounds, and ten minutes without Kafka and
 * without PostgreSQL.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MoneyProofIT {

  private static final boolean SOAK = Boolean.getBoolean("posthouse.soak");
  private static final long SEED =
      Long.getLong("posthouse.proof.seed", new Random().nextInt(1_000_000));
  private static final int ROUNDS = Integer.getInteger("posthouse.proof.rounds", SOAK ? 20 : 2);
  private static final int PER_SECOND = 20;
  private static final int WARM_UP = 30;
  private static final int CALLS_WITHOUT = PER_SECOND * (SOAK ? 600 : 5);
  private static final Duration SETTLED = Duration.ofSeconds(90);

  private static final int OVERLOADED = 529;
  private static final int RETRIES = 20;
  private static final BigDecimal TWENTY = new BigDecimal("20");

  private SmallStack stack;
  private Upstream upstream;
  private Books books;
  private Shop shop;
  private Caller caller;

  @BeforeAll
  void up() throws IOException, InterruptedException {
    upstream = new Upstream();
    stack = new SmallStack();
    TreeMap<String, String> properties = new TreeMap<>(Shop.identity());
    // So that a killed consumer's partitions, and a killed node's leases, come back within a test.
    properties.put("spring.kafka.consumer.properties.session.timeout.ms", "6000");
    properties.put("posthouse.relay.lease.reap-interval", "500ms");
    stack.up(properties);
    caller = new Caller(stack.callerSecret());
    books = new Books(stack);
    shop = new Shop(stack, books);
    shop.open(upstream.url(), caller);
    say("seed " + SEED + " (-Dposthouse.proof.seed sets it)");
  }

  @AfterAll
  void down() {
    if (stack != null) {
      stack.close();
    }
    if (upstream != null) {
      upstream.close();
    }
  }

  private static void say(String line) {
    System.out.println("[proof] " + line);
  }

  private List<Integer> ports() {
    return List.of(stack.relayPort(Member.RELAY_1), stack.relayPort(Member.RELAY_2));
  }

  @Test
  @Order(1)
  void fiveHundredCallsAtOnceOnAWalletForAHundredAreAnsweredAHundredTimes() throws Exception {
    // Given
    BigDecimal money = Kind.CENT.cost().multiply(BigDecimal.valueOf(100));
    UUID wallet = shop.wallet(money.toPlainString());
    List<Integer> ports = ports();
    List<Callable<Call>> calls =
        IntStream.range(0, 500)
            .<Callable<Call>>mapToObj(i -> () -> patiently(wallet, ports.get(i % 2)))
            .toList();

    // When
    List<Call> made = together(calls);

    // Then
    assertThat(made.stream().collect(Collectors.groupingBy(Call::status, Collectors.counting())))
        .containsOnly(Map.entry(200, 100L), Map.entry(402, 400L));
    await()
        .atMost(SETTLED)
        .untilAsserted(() -> assertThat(books.charges(wallet)).isEqualByComparingTo(money));
    await()
        .atMost(SETTLED)
        .untilAsserted(() -> assertThat(books.balance(wallet)).isEqualByComparingTo("0"));
    booksAreRight(made, List.of(), money);
  }

  /** As an SDK does: a relay that could not ask billing in time says 529, and is asked again. */
  private Call patiently(UUID wallet, int port) {
    Call call = caller.make(caller.newCall(wallet, Kind.CENT), port);
    for (int again = 0; call.status() == OVERLOADED && again < RETRIES; again++) {
      call = caller.make(caller.newCall(wallet, Kind.CENT), port);
    }
    return call;
  }

  private static <T> List<T> together(List<Callable<T>> actions) throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> each : pool.invokeAll(actions)) {
        results.add(each.get());
      }
      return results;
    }
  }

  @Test
  @Order(2)
  void withoutKafkaCallsGoOnAndEachIsChargedOnceItIsBack() throws InterruptedException {
    // Given
    List<UUID> wallets = wallets();
    Load load = new Load(caller, wallets, ports(), SEED, PER_SECOND);
    load.awaitMore(WARM_UP);

    // When
    stack.kill(Member.KAFKA);
    load.awaitMore(CALLS_WITHOUT);
    stack.awaitReady();
    List<Call> calls = load.stop();

    // Then
    assertThat(calls).allMatch(Call::sawTheEnd);
    Verdict verdict = booksAreRight(calls, wallets, TWENTY);
    say("without Kafka: " + verdict.figures());
    assertThat(verdict.charged()).isEqualTo(verdict.finished()).isEqualTo(calls.size());
  }

  @Test
  @Order(3)
  void withoutPostgresqlNoFundedCallIsCalledUnpaidAndEachAnsweredOneIsCharged()
      throws InterruptedException {
    // Given
    List<UUID> wallets = wallets();
    Load load = new Load(caller, wallets, ports(), SEED + 1, PER_SECOND);
    load.awaitMore(WARM_UP);

    // When
    stack.kill(Member.POSTGRESQL);
    load.awaitMore(CALLS_WITHOUT);
    stack.awaitReady();
    load.awaitMore(WARM_UP);
    List<Call> calls = load.stop();

    // Then: those that its lease could not pay for are asked to come again
    assertThat(calls).allMatch(call -> call.sawTheEnd() || call.status() == 529);
    Verdict verdict = booksAreRight(calls, wallets, TWENTY);
    say("without PostgreSQL: " + verdict.figures());
    assertThat(verdict.charged()).isEqualTo(verdict.finished()).isEqualTo(verdict.ended());
  }

  static Stream<Long> seeds() {
    return IntStream.range(0, ROUNDS).mapToObj(round -> SEED + 100 + round);
  }

  @ParameterizedTest
  @Order(4)
  @MethodSource("seeds")
  void whoeverIsKilledUnderLoadEachFinishedCallIsChargedOnce(long seed)
      throws InterruptedException {
    // Given
    Round round = Round.of(seed);
    say("round " + round);
    List<UUID> wallets = wallets();
    Load load = new Load(caller, wallets, ports(), seed, PER_SECOND);
    load.awaitMore(WARM_UP);

    // When
    for (Round.Step step : round.steps()) {
      load.awaitMore(step.after());
      if (step.comesBack()) {
        stack.start(step.who());
      } else {
        stack.kill(step.who());
      }
    }
    stack.awaitReady();
    load.awaitMore(WARM_UP);
    List<Call> calls = load.stop();

    // Then
    assertThat(calls).noneMatch(call -> call.status() == 402);
    Verdict verdict = booksAreRight(calls, wallets, TWENTY);
    say("round " + seed + ": " + verdict.figures());
    assertThat(verdict.finished()).isGreaterThanOrEqualTo(WARM_UP);
    assertThat(verdict.charged()).isEqualTo(verdict.finished() - finishedUnseen(calls));
  }

  /** Calls whose end the upstream told to a relay that was killed before it had written it down. */
  private long finishedUnseen(List<Call> calls) {
    var charged = books.charged();
    var finished = upstream.finished();
    return calls.stream()
        .filter(call -> finished.getOrDefault(call.digest(), List.of()).contains(true))
        .filter(call -> charged.get(call.id()).source().equals("crash"))
        .count();
  }

  @Test
  @Order(5)
  void relaysThatEndLeaveNothingLeased() throws InterruptedException {
    // When
    stack.stop(Member.RELAY_1);
    stack.stop(Member.RELAY_2);

    // Then
    await()
        .atMost(SETTLED)
        .untilAsserted(() -> assertThat(books.leased()).isEqualByComparingTo("0"));
    assertThat(books.wrongs()).isEmpty();
    assertThat(shop.reconciliation().path("balanced").asBoolean()).isTrue();
  }

  private List<UUID> wallets() {
    return List.of(shop.wallet("20"), shop.wallet("20"), shop.wallet("20"));
  }

  /** Waits until what happened is in the books, and compares. */
  private Verdict booksAreRight(List<Call> calls, List<UUID> wallets, BigDecimal each) {
    await()
        .atMost(SETTLED)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              assertThat(verdict(calls).wrongs()).isEmpty();
              assertThat(books.wrongs()).isEmpty();
              assertThat(books.leftBehind()).isEmpty();
            });
    for (UUID wallet : wallets) {
      assertThat(books.balance(wallet)).isEqualByComparingTo(each.subtract(books.charges(wallet)));
    }
    JsonNode overview = shop.reconciliation();
    assertThat(overview.path("differences").toString()).isEqualTo("[]");
    assertThat(overview.path("missing").toString()).isEqualTo("[]");
    assertThat(overview.path("balanced").asBoolean()).isTrue();
    return verdict(calls);
  }

  private Verdict verdict(List<Call> calls) {
    return Verdict.of(calls, upstream.finished(), books.charged());
  }
}
