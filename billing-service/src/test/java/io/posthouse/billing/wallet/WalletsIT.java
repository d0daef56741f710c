package io.posthouse.billing.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.money.Money;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Credits come once. */
class WalletsIT extends LeaseFixture {

  @Test
  void creditsOnceHoweverOftenItIsAsked() throws Exception {
    // Given
    UUID account = UuidCreator.getTimeOrderedEpoch();
    wallets.open(account);
    UUID topUp = UuidCreator.getTimeOrderedEpoch();

    // When
    List<Boolean> fresh =
        together(
            16, 50, () -> wallets.creditPaid(account, Money.usd("14.08"), Money.cny("100"), topUp));

    // Then
    assertThat(fresh.stream().filter(each -> each)).hasSize(1);
    assertThat(wallets.find(account).orElseThrow().balance()).isEqualTo(Money.usd("14.08"));
    assertThat(
            wallets.takeBack(account, Money.usd("1"), "never", BonusKind.REFERRAL_REWARD).isZero())
        .isTrue();
  }
}
