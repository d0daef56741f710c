package io.posthouse.relay.admission;

import static io.posthouse.relay.admission.Bank.CENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthouse.relay.caller.Caller;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseKeeperTest {

  private static final BigDecimal ONE_CENT = new BigDecimal("0.01");
  private static final boolean SOAK = Boolean.getBoolean("posthouse.soak");

  @Test
  void paysForCallsOutOfMemoryWhileTheLeaseLasts() {
    try (Bank bank = new Bank(100_000 * CENT).roomy()) {
      // Given
      Bank.Node node = bank.node("a");
      granted(node, ONE_CENT);

      // When: two more fit into what four calls ahead brought
      granted(node, ONE_CENT).settle(BigDecimal.ZERO);
      granted(node, ONE_CENT).settle(BigDecimal.ZERO);

      // Then
      assertThat(bank.asks()).isEqualTo(1);
      assertThat(node.keeper.reserved()).isEqualTo(CENT);
    }
  }

  @Test
  void refillsInTheBackgroundBeforeItRunsOut() {
    try (Bank bank = new Bank(100_000 * CENT).roomy()) {
      // Given
      Bank.Node node = bank.node("a");

      // When: the fourth takes the last of four
      for (int i = 0; i < 4; i++) {
        granted(node, ONE_CENT);
      }

      // Then: it asks though no call waits
      await().atMost(Duration.ofSeconds(5)).until(() -> bank.asks() == 2);
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(bank.leased()).isGreaterThan(4 * CENT));
    }
  }

  @Test
  void t1LetsExactlyAHundredOfTenThousandCallsThroughOverFourNodes() throws Exception {
    try (Bank bank = new Bank(100 * CENT)) {
      // Given
      List<Bank.Node> nodes =
          List.of(bank.node("a"), bank.node("b"), bank.node("c"), bank.node("d"));

      // When: each call costs all that was reserved
      int tries = 10_000;
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < tries; i++) {
        Bank.Node node = nodes.get(i % 4);
        calls.add(() -> call(bank, node, CENT, CENT));
      }
      long passed = together(calls).stream().filter(it -> it).count();

      // Then
      assertThat(passed).isEqualTo(100);
      assertThat(bank.available()).isZero();
      assertThat(bank.leased()).isZero();
    }
  }

  @Test
  void aWalletForAHundredCallsAnswersAHundredOfFiveHundredOverTwoNodes() throws Exception {
    try (Bank bank = new Bank(100 * CENT)) {
      // Given
      Bank.Node a = bank.node("a");
      Bank.Node b = bank.node("b");

      // When
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        Bank.Node node = i % 2 == 0 ? a : b;
        calls.add(() -> call(bank, node, CENT, CENT));
      }
      long passed = together(calls).stream().filter(it -> it).count();

      // Then
      assertThat(passed).isEqualTo(100);
      assertThat(bank.available()).isZero();
      assertThat(bank.leased()).isZero();
    }
  }

  @Test
  void t7ServesAllButOneOfTheCallsThereIsMoneyForOverFourNodes() {
    try (Bank bank = new Bank(40 * CENT)) {
      // Given: what a call costs is a fifth of what may be reserved for it
      List<Bank.Node> nodes =
          List.of(bank.node("a"), bank.node("b"), bank.node("c"), bank.node("d"));
      int served = 0;

      // When: one after the other, each at the next node
      while (call(bank, nodes.get(served % 4), 5 * CENT, CENT)) {
        served++;
      }

      // Then: all but those that would not be covered in the worst case
      assertThat(served).isGreaterThanOrEqualTo(40 - 5);
    }
  }

  @Test
  void aCallWithoutMoneyIsRefusedAndOneThatNeedsLessIsNot() {
    try (Bank bank = new Bank(10 * CENT)) {
      // Given
      Bank.Node node = bank.node("a");

      // When // Then
      assertThat(answer(node, new BigDecimal("0.11")))
          .isInstanceOf(LeaseAnswer.BalanceExhausted.class);
      assertThat(answer(node, new BigDecimal("0.10"))).isInstanceOf(LeaseAnswer.Granted.class);
    }
  }

  @Test
  void aRefusalTellsWhatACallCouldHaveHad() {
    try (Bank bank = new Bank(10 * CENT)) {
      // Given: four cents are free here, six are with billing-service
      Bank.Node node = bank.node("a");
      granted(node, new BigDecimal("0.04")).settle(BigDecimal.ZERO);

      // When
      LeaseAnswer answer = answer(node, new BigDecimal("0.11"));

      // Then
      assertThat(answer)
          .isInstanceOfSatisfying(
              LeaseAnswer.BalanceExhausted.class,
              refused -> assertThat(refused.affordable()).isEqualByComparingTo("0.10"));
    }
  }

  @Test
  void t3GoesOnWithoutBillingUntilTheLeaseEndsAndThenSaysThatNobodyCanTell() {
    try (Bank bank = new Bank(100_000 * CENT).roomy().validFor(Duration.ofSeconds(60))) {
      // Given
      Bank.Node node = bank.node("a");
      granted(node, ONE_CENT).settle(ONE_CENT);
      bank.goAway();

      // When // Then: ten seconds before the end it is over
      bank.pass(Duration.ofMillis(49_900));
      granted(node, ONE_CENT).settle(BigDecimal.ZERO);
      bank.pass(Duration.ofMillis(100));
      assertThat(answer(node, ONE_CENT)).isInstanceOf(LeaseAnswer.Unavailable.class);
      bank.comeBack();
      granted(node, ONE_CENT).settle(BigDecimal.ZERO);
    }
  }

  @Test
  void t2AFrozenNodeAsksAgainBeforeItReservesAndSpendsNothingTwice() {
    try (Bank bank = new Bank(10 * CENT).validFor(Duration.ofSeconds(60))) {
      // Given: a node that stood still for longer than its lease was valid
      Bank.Node frozen = bank.node("a");
      Reservation before = granted(frozen, new BigDecimal("0.04"));
      bank.pass(Duration.ofSeconds(90));

      // When
      Reservation after = granted(frozen, new BigDecimal("0.06"));
      LeaseAnswer more = answer(frozen, ONE_CENT);

      // Then
      assertThat(more).isInstanceOf(LeaseAnswer.BalanceExhausted.class);
      settle(bank, before, 4 * CENT);
      settle(bank, after, 6 * CENT);
      assertThat(bank.available()).isZero();
      assertThat(bank.leased()).isZero();
    }
  }

  @Test
  void aRenewedLeaseLastsAndAnIdleOneIsGivenBack() {
    try (Bank bank = new Bank(100_000 * CENT).roomy().validFor(Duration.ofSeconds(60))) {
      // Given
      Bank.Node node = bank.node("a");
      Reservation running = granted(node, ONE_CENT);

      // When // Then
      for (int i = 0; i < 10; i++) {
        bank.pass(Duration.ofSeconds(20));
        node.keeper.tick();
        granted(node, ONE_CENT).settle(BigDecimal.ZERO);
      }
      settle(bank, running, CENT);
      bank.pass(Duration.ofSeconds(29));
      node.keeper.tick();
      assertThat(bank.leased()).isPositive();
      bank.pass(Duration.ofSeconds(2));
      node.keeper.tick();
      assertThat(bank.leased()).isZero();
      assertThat(bank.available()).isEqualTo(99_999 * CENT);
      assertThat(answer(node, ONE_CENT)).isInstanceOf(LeaseAnswer.Granted.class);
    }
  }

  @Test
  void aLeaseThatBillingEndsIsSpentFromNoMoreAndItsCallsStillSettle() {
    try (Bank bank = new Bank(100_000 * CENT).roomy()) {
      // Given
      Bank.Node node = bank.node("a");
      Reservation running = granted(node, ONE_CENT);

      // When
      bank.suspend();
      bank.pass(Duration.ofSeconds(20));
      node.keeper.tick();

      // Then
      assertThat(answer(node, ONE_CENT)).isInstanceOf(LeaseAnswer.AccountRefused.class);
      settle(bank, running, CENT / 2);
      node.keeper.tick();
      assertThat(bank.leased()).isZero();
      assertThat(bank.available()).isEqualTo(100_000 * CENT - CENT / 2);
    }
  }

  @Test
  void aStreamsReservationGrowsOnItsLeaseAndMovesWhereThatIsOver() {
    try (Bank bank = new Bank(100 * CENT)) {
      // Given
      Bank.Node node = bank.node("a");
      Reservation stream = granted(node, new BigDecimal("0.10"));
      String first = stream.leaseId();

      // When
      assertThat(stream.extend(new BigDecimal("0.20")).toCompletableFuture().join())
          .isInstanceOf(LeaseAnswer.Granted.class);

      // Then
      assertThat(stream.amount()).isEqualByComparingTo("0.30");
      assertThat(stream.leaseId()).isEqualTo(first);

      // And: recalled for good, the next extension is all on another lease
      node.keeper.recall(first, true);
      assertThat(stream.extend(new BigDecimal("0.20")).toCompletableFuture().join())
          .isInstanceOf(LeaseAnswer.Granted.class);
      assertThat(stream.amount()).isEqualByComparingTo("0.50");
      assertThat(stream.extend(new BigDecimal("0.60")).toCompletableFuture().join())
          .isInstanceOf(LeaseAnswer.BalanceExhausted.class);
      assertThat(stream.amount()).isEqualByComparingTo("0.50");
      settle(bank, stream, 45 * CENT);
      node.keeper.close();
      assertThat(bank.leased()).isZero();
      assertThat(bank.available()).isEqualTo(55 * CENT);
    }
  }

  @Test
  void aKeyWithASpendLimitHasALeaseOfItsOwn() {
    try (Bank bank = new Bank(100 * CENT)) {
      // Given
      Bank.Node node = bank.node("a");
      Caller.SpendLimit limit = new Caller.SpendLimit(new Caller.Amount("5", "USD"), "day");

      // When
      Reservation wallets = granted(node, ONE_CENT);
      Reservation keys =
          ((LeaseAnswer.Granted)
                  node.keeper.reserve(caller(limit), ONE_CENT).toCompletableFuture().join())
              .reservation();

      // Then
      assertThat(keys.leaseId()).contains("/key/").isNotEqualTo(wallets.leaseId());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void t6LeavesNothingReservedHoweverCallsEnd(long seed) throws Exception {
    try (Bank bank = new Bank(1_000 * CENT).roomy()) {
      // Given
      List<Bank.Node> nodes = List.of(bank.node("a"), bank.node("b"));
      int each = SOAK ? 125_000 : 2_500;
      Random seeds = new Random(seed);
      List<Callable<Boolean>> workers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Bank.Node node = nodes.get(i % 2);
        Random random = new Random(seeds.nextLong());
        workers.add(() -> live(bank, node, random, each));
      }
      workers.add(() -> tick(bank, nodes, each / 50));

      // When
      together(workers);
      nodes.forEach(node -> node.keeper.close());

      // Then
      assertThat(nodes.stream().mapToLong(node -> node.keeper.reserved()).sum()).isZero();
      assertThat(bank.leased()).isZero();
      assertThat(bank.available()).isNotNegative();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void t4AClockThatStepsTenMinutesEitherWaySpendsNothingTwice(long seed) {
    try (Bank bank = new Bank(1_000 * CENT).validFor(Duration.ofSeconds(60))) {
      // Given
      Bank.Node node = bank.node("a");
      Random random = new Random(seed);
      long spent = 0;

      // When: the clock jumps at any moment, even backwards, and calls and renewals go on
      for (int i = 0; i < 500; i++) {
        LeaseAnswer answer = answer(node, ONE_CENT);
        if (random.nextInt(4) == 0) {
          bank.pass(Duration.ofMinutes(random.nextBoolean() ? 10 : -10));
        }
        if (random.nextInt(8) == 0) {
          node.keeper.tick();
        }
        if (answer instanceof LeaseAnswer.Granted(Reservation held)) {
          long cost = random.nextLong(CENT);
          settle(bank, held, cost);
          spent += cost;
        }
      }
      bank.pass(Duration.ofMinutes(20));
      node.keeper.close();

      // Then
      assertThat(node.keeper.reserved()).isZero();
      assertThat(bank.leased()).isZero();
      assertThat(bank.available()).isEqualTo(1_000 * CENT - spent);
    }
  }

  @Test
  void t5ACallThatCostsMoreThanItsWorstIsPaidForBeforeAnyOther() {
    try (Bank bank = new Bank(10 * CENT)) {
      // Given: an upstream that ignored the cap
      Bank.Node node = bank.node("a");
      Reservation call = granted(node, ONE_CENT);

      // When
      settle(bank, call, 7 * CENT);

      // Then: its lease pays for nothing until the overdraft is settled, and then for what is left
      assertThat(answer(node, new BigDecimal("0.04")))
          .isInstanceOf(LeaseAnswer.BalanceExhausted.class);
      bank.pass(Duration.ofSeconds(2));
      node.keeper.tick();
      assertThat(answer(node, new BigDecimal("0.04")))
          .isInstanceOf(LeaseAnswer.BalanceExhausted.class);
      Reservation rest = granted(node, new BigDecimal("0.03"));
      settle(bank, rest, 3 * CENT);
      node.keeper.close();
      assertThat(bank.available()).isZero();
      assertThat(bank.leased()).isZero();
    }
  }

  private static boolean live(Bank bank, Bank.Node node, Random random, int calls) {
    for (int i = 0; i < calls; i++) {
      long worst = 1 + random.nextLong(CENT / 100);
      if (node.keeper.reserve(caller(null), UsdUnits.usd(worst)).toCompletableFuture().join()
          instanceof LeaseAnswer.Granted(Reservation reservation)) {
        if (random.nextInt(4) == 0) {
          var _ = reservation.extend(UsdUnits.usd(1 + random.nextLong(CENT / 100)));
        }
        settle(bank, reservation, random.nextInt(3) == 0 ? 0 : random.nextLong(worst));
        reservation.settle(BigDecimal.ONE);
      }
    }
    return true;
  }

  private static boolean tick(Bank bank, List<Bank.Node> nodes, int times) {
    for (int i = 0; i < times; i++) {
      bank.pass(Duration.ofSeconds(7));
      nodes.forEach(node -> node.keeper.tick());
    }
    return true;
  }

  private static boolean call(Bank bank, Bank.Node node, long worst, long cost) {
    if (answer(node, UsdUnits.usd(worst)) instanceof LeaseAnswer.Granted(Reservation held)) {
      settle(bank, held, cost);
      return true;
    }
    return false;
  }

  /** The node settles first, then the event reaches billing-service. */
  private static void settle(Bank bank, Reservation reservation, long cost) {
    reservation.settle(UsdUnits.usd(cost));
    bank.settle(reservation.leaseId(), cost);
  }

  private static Reservation granted(Bank.Node node, BigDecimal amount) {
    return ((LeaseAnswer.Granted) answer(node, amount)).reservation();
  }

  private static LeaseAnswer answer(Bank.Node node, BigDecimal amount) {
    return node.keeper
        .reserve(caller(null), amount)
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }

  private static Caller caller(Caller.SpendLimit limit) {
    return new Caller(
        1, "request", "key", "account", List.of(), List.of(), limit, "POST", "/v1/messages", 0);
  }

  private static <T> List<T> together(List<Callable<T>> actions) throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(actions, 60, TimeUnit.SECONDS)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
