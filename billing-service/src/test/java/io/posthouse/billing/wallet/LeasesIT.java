package io.posthouse.billing.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Grants: who gets how much, whatever happens at once (I4, I5; T1). */
class LeasesIT extends LeaseFixture {

  @Autowired private LeaseStore store;

  @Test
  void letsExactlyAHundredCallsThroughWhenTheMoneyIsForAHundred() throws Exception {
    // Given
    UUID account = funded("1.00");

    // When: 64 threads, 800 tries of a cent each
    List<LeaseAnswer> answers =
        together(64, 800, () -> leases.grant(ask(account, null, null, "0.01")));

    // Then
    assertThat(answers.stream().filter(LeaseAnswer.Granted.class::isInstance)).hasSize(100);
    Wallet wallet = wallets.find(account).orElseThrow();
    assertThat(wallet.available().isZero()).isTrue();
    assertThat(wallet.leased()).isEqualTo(Money.usd("1.00"));
  }

  @Test
  void answersARepeatedGrantWithTheSameLease() throws Exception {
    // Given
    UUID account = funded("1.00");
    LeaseRequest request = ask(account, null, null, "0.30");

    // When
    List<LeaseAnswer> answers = together(16, 64, () -> leases.grant(request));

    // Then
    assertThat(answers).allMatch(LeaseAnswer.Granted.class::isInstance);
    assertThat(answers.stream().map(each -> ((LeaseAnswer.Granted) each).lease().id()).distinct())
        .hasSize(1);
    assertThat(wallets.find(account).orElseThrow().leased()).isEqualTo(Money.usd("0.30"));
  }

  @Test
  void takesTheKeysLimitAndTheWalletTogether() throws Exception {
    // Given
    UUID account = funded("10");
    UUID key = UuidCreator.getTimeOrderedEpoch();
    SpendLimit limit = new SpendLimit(Money.usd("0.50"), SpendLimit.Period.DAY);

    // When
    List<LeaseAnswer> answers =
        together(16, 80, () -> leases.grant(ask(account, key, limit, "0.10")));

    // Then
    assertThat(answers.stream().filter(LeaseAnswer.Granted.class::isInstance)).hasSize(5);
    assertThat(answers.stream().filter(LeaseAnswer.KeyLimitReached.class::isInstance)).hasSize(75);
    assertThat(wallets.find(account).orElseThrow().leased()).isEqualTo(Money.usd("0.50"));
  }

  @Test
  void countsAKeysSpendingPerPeriod() {
    // Given
    clock.set(Instant.parse("2026-11-30T23:00:00Z"));
    UUID account = funded("10");
    UUID key = UuidCreator.getTimeOrderedEpoch();
    CreditLease lease = granted(leases.grant(ask(account, key, null, "1")));

    // When: the call cost 0.40 of the 1.00 that was held
    settle(charge(account, key, lease.id(), "0.40"));

    // Then
    KeySpend spend = keys.of(key, account);
    assertThat(spend.daySpent()).isEqualTo(Money.usd("0.40"));
    assertThat(spend.reserved().isZero()).isTrue();
    assertThat(leases.grant(ask(account, key, limit("1", SpendLimit.Period.TOTAL), "0.61")))
        .isEqualTo(new LeaseAnswer.KeyLimitReached(Money.usd("0.60")));
    clock.set(Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(keys.of(key, account).monthSpent().isZero()).isTrue();
    assertThat(keys.of(key, account).totalSpent()).isEqualTo(Money.usd("0.40"));
    assertThat(leases.grant(ask(account, key, limit("1", SpendLimit.Period.MONTH), "0.61")))
        .isInstanceOf(LeaseAnswer.Granted.class);
  }

  @Test
  void refusesAnOldEpochAndASuspendedAccount() {
    // Given
    UUID account = funded("1");
    LeaseRequest old = ask(account, null, null, "0.1");

    // When // Then
    epoch = nodes.startEpoch(node);
    assertThat(leases.grant(old)).isInstanceOf(LeaseAnswer.OldEpoch.class);
    wallets.changeStatus(account, WalletStatus.SUSPENDED, 2);
    wallets.changeStatus(account, WalletStatus.ACTIVE, 1);
    assertThat(leases.grant(ask(account, null, null, "0.1")))
        .isEqualTo(new LeaseAnswer.NotActive(WalletStatus.SUSPENDED));
    wallets.changeStatus(account, WalletStatus.ACTIVE, 3);
    assertThat(leases.grant(ask(account, null, null, "0.1")))
        .isInstanceOf(LeaseAnswer.Granted.class);
  }

  @Test
  void putsMoreIntoTheOneLeaseThatANodeSpendsFrom() {
    // Given
    UUID account = funded("100");

    // When
    LeaseAnswer.Granted first = (LeaseAnswer.Granted) leases.grant(ample(account, "4", "1", "1"));
    LeaseAnswer.Granted second = (LeaseAnswer.Granted) leases.grant(ample(account, "70", "1", "1"));

    // Then: never more than the largest, or than half of the node's share of what there is
    assertThat(first.granted().compareTo(Money.usd("1"))).isPositive();
    assertThat(first.granted().compareTo(Money.usd("4"))).isLessThanOrEqualTo(0);
    assertThat(first.precise()).isFalse();
    assertThat(second.granted().compareTo(Money.usd("48"))).isLessThanOrEqualTo(0);
    assertThat(second.lease().id()).isEqualTo(first.lease().id());
    assertThat(wallets.find(account).orElseThrow().leased())
        .isEqualTo(first.granted().plus(second.granted()));
  }

  @Test
  void givesASmallWalletsCallsExactlyWhatTheyLack() {
    // Given
    UUID account = funded("1");

    // When // Then: 20 calls of 0.10 would cost more than there is
    LeaseAnswer.Granted granted =
        (LeaseAnswer.Granted) leases.grant(ample(account, "0.80", "0.30", "0.10"));
    assertThat(granted.granted()).isEqualTo(Money.usd("0.30"));
    assertThat(granted.precise()).isTrue();
    LeaseAnswer.Granted rest =
        (LeaseAnswer.Granted) leases.grant(ample(account, "2", "1.10", "0.10"));
    assertThat(rest.granted()).isEqualTo(Money.usd("0.70"));
  }

  @Test
  void recallsWhatOtherNodesHoldForNobodyBeforeItRefuses() {
    // Given: all the money is at one node, which has half of it free
    UUID account = funded("1");
    CreditLease elsewhere = granted(leases.grant(ask(account, null, null, "1")));
    String other = "relay-" + UUID.randomUUID();
    long otherEpoch = nodes.startEpoch(other);
    LeaseDesk desk =
        new LeaseDesk(
            leases,
            store,
            nodes,
            (held, end) -> {
              assertThat(held).extracting(CreditLease::id).containsExactly(elsewhere.id());
              return Map.of(elsewhere.id(), Money.usd("0.5"));
            });

    // When
    LeaseAnswer fits = desk.grant(at(other, otherEpoch, account, "0.4"));
    LeaseAnswer tooMuch = desk.grant(at(other, otherEpoch, account, "0.2"));

    // Then
    assertThat(fits).isInstanceOf(LeaseAnswer.Granted.class);
    assertThat(tooMuch).isEqualTo(new LeaseAnswer.BalanceShort(Money.usd("0.1")));
    assertThat(wallets.find(account).orElseThrow().balance()).isEqualTo(Money.usd("1"));
  }

  private LeaseRequest ample(UUID account, String want, String needed, String minimum) {
    return new LeaseRequest(
        UuidCreator.getTimeOrderedEpoch(),
        node,
        epoch,
        account,
        null,
        null,
        Money.usd(want),
        Money.usd(needed),
        Money.usd(minimum),
        Money.usd(minimum));
  }

  private static SpendLimit limit(String amount, SpendLimit.Period period) {
    return new SpendLimit(Money.usd(amount), period);
  }

  @Test
  void recallsTheLeasesOfManyWalletsAtOnceAndLetsNothingMoreBeginOnThem() {
    // Given: one node answers, the other one does not
    CreditLease one = granted(leases.grant(ask(funded("1"), null, null, "1")));
    CreditLease other = granted(leases.grant(ask(funded("1"), null, null, "1")));
    LeaseDesk desk =
        new LeaseDesk(
            leases,
            store,
            nodes,
            (held, end) -> {
              assertThat(end).isTrue();
              assertThat(held)
                  .extracting(CreditLease::id)
                  .containsExactlyInAnyOrder(one.id(), other.id());
              return Map.of(one.id(), Money.usd("0.7"));
            });

    // When
    Money back = desk.recallAll(List.of(one.accountId(), other.accountId()));

    // Then
    assertThat(back).isEqualTo(Money.usd("0.7"));
    assertThat(leases.find(one.id()).orElseThrow().state()).isEqualTo(LeaseState.DRAINING);
    assertThat(leases.find(other.id()).orElseThrow().state()).isEqualTo(LeaseState.ACTIVE);
  }

  private static LeaseRequest at(String node, long epoch, UUID account, String amount) {
    Money money = Money.usd(amount);
    return new LeaseRequest(
        UuidCreator.getTimeOrderedEpoch(),
        node,
        epoch,
        account,
        null,
        null,
        money,
        money,
        money,
        money);
  }
}
