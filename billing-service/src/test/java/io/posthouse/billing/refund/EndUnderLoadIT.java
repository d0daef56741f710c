package io.posthouse.billing.refund;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.usage.UsageTopic;
import io.posthouse.billing.wallet.BonusKind;
import io.posthouse.billing.wallet.LeaseAnswer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.JsonNode;

/**
 * I14 under load: a hundred calls run when the service ends; their usage comes late, out of order
 * and twice, through Kafka, while wallets are settled and the settling is killed at every step.
 */
class EndUnderLoadIT extends RunningCallsFixture {

  private static final int CUSTOMERS = 20;
  private static final int NODES = 5;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final List<Customer> customers = new ArrayList<>();

  /** One who paid 71 and 213 CNY, and what of the bonus is left at the end. */
  private record Customer(UUID account, JsonNode small, JsonNode large, List<Call> calls) {}

  @Test
  void everyWalletIsRefundedToTheCentWhileAHundredCallsEndAndTheSettlingIsKilled()
      throws Exception {
    // Given: a hundred calls on a hundred leases
    emptyAllWallets();
    List<Node> nodes = startNodes(NODES);
    for (int i = 0; i < CUSTOMERS; i++) {
      customers.add(customer(nodes, i % 2 == 0));
    }
    List<Call> calls = customers.stream().flatMap(each -> each.calls().stream()).toList();
    assertThat(calls).hasSize(100);

    // When: announced, through Kafka
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    decide();
    announce(standing(), now, now.plus(Duration.ofDays(7)));
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> terminations.standing().orElseThrow().announcedAt() != null);

    // Then: no top-up
    assertThat(order(customers.getFirst().account())).isEqualTo(409);

    // When: the end is there; from now on each step of the settling is killed once
    clock.set(now.plus(Duration.ofDays(7)));
    try (CutConnections cuts =
        new CutConnections(database())
            .at("update of status", "service_termination", 1)
            .at("update of status", "service_termination", 2)
            .at("insert", "refund", 3)
            .at("insert", "service_termination_wallet", 4)
            .at("update of remaining", "paid_lot", 9)
            .at("insert", "sandbox_refund", 5)
            .at("update of status", "refund", 7)) {
      goOn();
      goOn();

      // Then: no grant, no renewal, and nobody is settled whose calls run
      assertThat(grant(nodes.getFirst(), customers.getFirst().account(), "1"))
          .isInstanceOf(LeaseAnswer.ServiceEnded.class);
      for (Node node : nodes) {
        assertThat(node.report(port)).isEmpty();
      }
      goOn();
      assertThat(report().termination().status()).isEqualTo("refunding");
      assertThat(report().settled()).isZero();
      assertThat(report().waiting()).isEqualTo(CUSTOMERS);

      // When: the calls end
      Thread relays = Thread.ofVirtual().start(() -> end(calls, nodes));
      Awaitility.await("seed " + seed)
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(50))
          .until(this::goOn);
      relays.join();
      Awaitility.await("seed " + seed)
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(200))
          .until(this::isAllSent);
      assertThat(cuts.left()).as("seed %s", seed).isZero();
    }

    // Then: each wallet, each order, and the report
    BigDecimal refunded = BigDecimal.ZERO;
    Money debited = Money.ZERO_USD;
    Money forfeited = Money.ZERO_USD;
    for (Customer each : customers) {
      Money paid = paidLeft(each);
      BigDecimal small = cny(paid, "0.25");
      BigDecimal large = cny(paid, "0.75");
      assertThat(refunded(each.small())).as("seed %s", seed).isEqualTo(small.toPlainString());
      assertThat(refunded(each.large())).as("seed %s", seed).isEqualTo(large.toPlainString());
      assertThat(paidOutBySandbox(each.small())).isEqualByComparingTo(small);
      assertThat(paidOutBySandbox(each.large())).isEqualByComparingTo(large);
      assertThat(balance(each.account())).isEqualTo(Money.ZERO_USD);
      assertThat(deficitOf(each.account())).as("seed %s", seed).isZero();
      refunded = refunded.add(small).add(large);
      debited = debited.plus(paid);
      forfeited = forfeited.plus(bonusLeft(each));
    }
    FinalRefunds.Report report = report();
    assertThat(report.settled()).isEqualTo(CUSTOMERS);
    assertThat(report.waiting()).isZero();
    assertThat(new BigDecimal(report.refunded().amount())).isEqualByComparingTo(refunded);
    assertThat(new BigDecimal(report.sent().amount())).isEqualByComparingTo(refunded);
    assertThat(new BigDecimal(report.failed().amount())).isZero();
    assertThat(money(report.debited())).isEqualTo(debited);
    assertThat(money(report.forfeited())).isEqualTo(forfeited);
    assertThat(money(report.left())).isEqualTo(Money.ZERO_USD);
    assertThat(trialBalance.differences()).isEmpty();
  }

  /**
   * Two calls on one lease when the service ends; the second one's record comes first, and the
   * lease closes with it.
   *
   * @return the call whose record is missing
   */
  private Call endWithARecordMissing(UUID account) {
    Node node = startNodes(1).getFirst();
    Call late = node.begin(account, "0.10", 100_000, 1_000);
    Call first = node.begin(account, "1", 100_000, 1_000);
    over();
    node.giveBack(port, first, Money.usd("0.848"));
    UsageTopic.send(List.of(first.record()));
    soon().until(() -> !withdrawals.hasOpenLeases(account));
    return late;
  }

  /** A record that is missing may be a call of theirs: what they pay for it is not refunded. */
  @Test
  void aWalletWaitsForARecordThoughNoLeaseOfItIsOpen() {
    // Given
    UUID account = aCustomer();
    JsonNode order = paidOrder(account, "71");
    Call late = endWithARecordMissing(account);

    // When // Then
    goOn();
    assertThat(balance(account)).isEqualTo(Money.usd("9.748"));
    UsageTopic.send(List.of(late.record()));
    soon()
        .untilAsserted(
            () -> {
              goOn();
              assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
            });
    assertThat(refunded(order)).isEqualTo("67.42");
    assertThat(deficitOf(account)).isZero();
  }

  /** After a day the wallet's owner has waited long enough: what comes later is our loss. */
  @Test
  void aRecordThatComesADayAfterTheEndIsPaidForByUsAndNoWalletIsNegative() {
    // Given
    UUID account = aCustomer();
    JsonNode order = paidOrder(account, "71");
    Call late = endWithARecordMissing(account);

    // When
    clock.advance(Duration.ofHours(24));
    goOn();
    assertThat(refunded(order)).isEqualTo("69.21");
    UsageTopic.send(List.of(late.record()));

    // Then
    soon().untilAsserted(() -> assertThat(deficitOf(account)).isEqualByComparingTo("0.252"));
    assertThat(balance(account)).isEqualTo(Money.ZERO_USD);
    assertThat(trialBalance.differences()).isEmpty();
  }

  private Customer customer(List<Node> nodes, boolean hasBonus) {
    UUID account = aCustomer();
    JsonNode small = paidOrder(account, "71");
    JsonNode large = paidOrder(account, "213");
    if (hasBonus) {
      wallets.creditBonus(
          account, Money.usd("0.15"), UUID.randomUUID().toString(), BonusKind.REDEMPTION);
    }
    List<Call> calls = new ArrayList<>();
    for (Node node : nodes) {
      calls.add(node.begin(account, "2", 1000L * random.nextInt(1, 40), 1000L));
    }
    return new Customer(account, small, large, calls);
  }

  /** Ends the calls in any order: the node's report now before and now after the usage. */
  private void end(List<Call> calls, List<Node> nodes) {
    List<Call> order = new ArrayList<>(calls);
    Collections.shuffle(order, random);
    for (int from = 0; from < order.size(); from += 20) {
      List<Call> wave = new ArrayList<>(order.subList(from, from + 20));
      boolean reportFirst = random.nextBoolean();
      wave.forEach(Call::end);
      if (reportFirst) {
        nodes.forEach(node -> node.report(port));
      }
      wave.addAll(order.subList(0, random.nextInt(20)));
      Collections.shuffle(wave, random);
      UsageTopic.send(wave.stream().map(Call::record).toList());
      nodes.forEach(node -> node.report(port));
    }
  }

  /** A pass, as the scheduler does: one that fails is followed by another. */
  private boolean goOn() {
    try {
      refunds.goOn();
      return terminations.standing().orElseThrow().status().equals("done");
    } catch (DataAccessException | TransactionException killed) {
      return false;
    }
  }

  /** What a kill left undone is tried again minutes later. */
  private boolean isAllSent() {
    clock.advance(Duration.ofMinutes(5));
    return report().sent().equals(report().refunded());
  }

  private FinalRefunds.Report report() {
    return refunds.report(terminations.standing().orElseThrow());
  }

  /** The first call's lease took the bonus with it; the others hold paid money only. */
  private static Money bonusSpent(Customer customer) {
    return customer.calls().getFirst().cost().min(bonus(customer));
  }

  private static Money bonus(Customer customer) {
    return customer.calls().getFirst().hadBonus() ? Money.usd("0.15") : Money.ZERO_USD;
  }

  private static Money bonusLeft(Customer customer) {
    return bonus(customer).minus(bonusSpent(customer));
  }

  private static Money paidLeft(Customer customer) {
    return customer.calls().stream()
        .map(Call::cost)
        .reduce(Money.usd("40").plus(bonusSpent(customer)), Money::minus);
  }

  private static BigDecimal cny(Money usd, String part) {
    return usd.amount()
        .multiply(new BigDecimal(part))
        .multiply(new BigDecimal("7.10"))
        .setScale(2, RoundingMode.HALF_UP);
  }
}
