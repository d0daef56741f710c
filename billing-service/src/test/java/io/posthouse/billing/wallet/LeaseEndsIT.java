package io.posthouse.billing.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.money.Money;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How leases end, and where their money goes (I5). */
class LeaseEndsIT extends LeaseFixture {

  @Autowired private LeaseReaper reaper;

  @Test
  void givesBackAnOrphanedLeaseAfterTwentyFourHours() {
    // Given
    UUID account = funded("1");
    UUID key = UuidCreator.getTimeOrderedEpoch();
    CreditLease lease = granted(leases.grant(ask(account, key, null, "0.25")));
    Instant expires = lease.expiresAt();

    // When // Then: one second short of the rule nothing happens
    reaper.reapAt(expires.plus(LeaseReaper.RULE).minusSeconds(1));
    assertThat(wallets.find(account).orElseThrow().leased()).isEqualTo(Money.usd("0.25"));
    reaper.reapAt(expires.plus(LeaseReaper.RULE).plusSeconds(1));
    assertThat(wallets.find(account).orElseThrow().available()).isEqualTo(Money.usd("1"));
    assertThat(keys.of(key, account).reserved().isZero()).isTrue();

    // And a late event is charged all the same, from what is available, the rest to deficit
    Map<UUID, Money> uncollected = settle(charge(account, key, lease.id(), "1.10"));
    assertThat(uncollected.values()).containsExactly(Money.usd("0.10"));
    assertThat(wallets.find(account).orElseThrow().balance().isZero()).isTrue();
  }

  @Test
  void givesAnEpochsLeasesBackOnceItsFinalReportIsCovered() {
    // Given
    UUID account = funded("1");
    granted(leases.grant(ask(account, null, null, "0.25")));

    // When
    assertThat(nodes.finish(node, epoch, 0)).isTrue();
    reaper.reapAt(InstantSource.system().instant());

    // Then
    assertThat(wallets.find(account).orElseThrow().leased().isZero()).isTrue();
    assertThat(nodes.finish(node, 99, 0)).isFalse();
  }

  @Test
  void keepsTheLeasesOfAnEpochWhoseRecordsAreNotAllHere() {
    // Given
    UUID account = funded("1");
    CreditLease lease = granted(leases.grant(ask(account, null, null, "0.25")));

    // When
    nodes.finish(node, epoch, 3);
    reaper.reapAt(InstantSource.system().instant());

    // Then
    assertThat(leases.find(lease.id()).orElseThrow().state()).isEqualTo(LeaseState.DRAINING);
    assertThat(leases.renew(lease.id())).isEmpty();
  }

  @Test
  void spendsTheBonusFirstAndReturnsItFirst() {
    // Given
    UUID account = funded("1");
    wallets.creditBonus(account, Money.usd("0.5"), "b" + account, BonusKind.MANUAL_CREDIT);
    CreditLease lease = granted(leases.grant(ask(account, null, null, "0.8")));

    // When
    settle(charge(account, UuidCreator.getTimeOrderedEpoch(), lease.id(), "0.2"));
    leases.returned(lease.id(), Money.usd("0.6"), true);

    // Then
    Wallet wallet = wallets.find(account).orElseThrow();
    assertThat(wallet.bonus()).isEqualTo(Money.usd("0.3"));
    assertThat(wallet.paid()).isEqualTo(Money.usd("1"));
  }

  @Test
  void takesBackARunningTotalHoweverOftenItIsReported() {
    // Given
    UUID account = funded("10");
    CreditLease lease = granted(leases.grant(ask(account, null, null, "5")));

    // When // Then
    assertThat(leases.returned(lease.id(), Money.usd("2"), false)).isEqualTo(Money.usd("2"));
    assertThat(leases.returned(lease.id(), Money.usd("2"), false).isZero()).isTrue();
    assertThat(leases.returned(lease.id(), Money.usd("1"), false).isZero()).isTrue();
    assertThat(wallets.find(account).orElseThrow().available()).isEqualTo(Money.usd("7"));

    // And a charge that was more than the node knew leaves less to give back, never less than none
    settle(charge(account, UuidCreator.getTimeOrderedEpoch(), lease.id(), "1"));
    assertThat(leases.returned(lease.id(), Money.usd("5"), true)).isEqualTo(Money.usd("2"));
    assertThat(leases.find(lease.id()).orElseThrow().state()).isEqualTo(LeaseState.CLOSED);
    assertThat(wallets.find(account).orElseThrow().balance()).isEqualTo(Money.usd("9"));
  }

  @Test
  void aLeaseThatIsOverClosesWithItsLastCharge() {
    // Given
    UUID account = funded("10");
    CreditLease lease = granted(leases.grant(ask(account, null, null, "5")));

    // When
    leases.returned(lease.id(), Money.usd("4"), true);

    // Then
    assertThat(leases.find(lease.id()).orElseThrow().state()).isEqualTo(LeaseState.DRAINING);
    settle(charge(account, UuidCreator.getTimeOrderedEpoch(), lease.id(), "0.75"));
    settle(charge(account, UuidCreator.getTimeOrderedEpoch(), lease.id(), "0.25"));
    assertThat(leases.find(lease.id()).orElseThrow().state()).isEqualTo(LeaseState.CLOSED);
    assertThat(granted(leases.grant(ask(account, null, null, "1"))).id()).isNotEqualTo(lease.id());
  }
}
