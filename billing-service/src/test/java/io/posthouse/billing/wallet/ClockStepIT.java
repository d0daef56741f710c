package io.posthouse.billing.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.OnRealServers;
import io.posthouse.billing.TestClock;
import io.posthouse.billing.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** T4: whether money is escrowed does not depend on the business clock. */
class ClockStepIT extends OnRealServers {

  @Autowired private Wallets wallets;
  @Autowired private CreditLeases leases;
  @Autowired private RelayNodes nodes;
  @Autowired private LeaseReaper reaper;
  @Autowired private TestClock clock;

  private final String node = "relay-" + UUID.randomUUID();

  @ParameterizedTest
  @ValueSource(strings = {"PT10M", "PT-10M", "P2D"})
  void aStepOfTheClockNeitherEndsALeaseNorMakesOneLonger(Duration step) {
    // Given
    UUID account = UuidCreator.getTimeOrderedEpoch();
    wallets.open(account);
    wallets.creditPaid(account, Money.usd("5"), Money.cny("36"), UuidCreator.getTimeOrderedEpoch());
    long epoch = nodes.startEpoch(node);
    Instant expires = granted(account, epoch).expiresAt();

    // When
    clock.advance(step);
    reaper.reap();
    CreditLease again = granted(account, epoch);

    // Then: real time went on by the moment between the two requests
    assertThat(Duration.between(expires, again.expiresAt()))
        .isBetween(Duration.ZERO, Duration.ofMinutes(1));
    assertThat(wallets.find(account).orElseThrow().leased()).isEqualTo(Money.usd("2"));
  }

  private CreditLease granted(UUID account, long epoch) {
    Money one = Money.usd("1");
    LeaseAnswer answer =
        leases.grant(
            new LeaseRequest(
                UuidCreator.getTimeOrderedEpoch(),
                node,
                epoch,
                account,
                null,
                null,
                one,
                one,
                one,
                one));
    return ((LeaseAnswer.Granted) answer).lease();
  }
}
