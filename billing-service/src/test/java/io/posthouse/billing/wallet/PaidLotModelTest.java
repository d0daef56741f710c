package io.posthouse.billing.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random interleavings of top-ups, charges, refunds, chargebacks and disputes that are won (I13).
 * Seed in the name.
 */
class PaidLotModelTest {

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>(List.of(1L, 2L, 3L));
    for (int i = 0; i < 40; i++) {
      seeds.add(new Random().nextLong());
    }
    return seeds;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatWasPaidIsConsumedRefundedOrLeft(long seed) {
    Random random = new Random(seed);
    List<PaidLot> lots = new ArrayList<>();
    Money held = Money.ZERO_USD;
    for (int step = 0; step < 200; step++) {
      switch (random.nextInt(5)) {
        case 0 -> {
          PaidLot lot = lot(random);
          lots = new ArrayList<>(PaidLot.scaled(lots, held));
          lots.add(lot);
          held = held.plus(lot.usd());
        }
        case 1, 2 -> held = held.minus(part(random, held));
        case 3 -> {
          lots = new ArrayList<>(PaidLot.scaled(lots, held));
          if (!lots.isEmpty()) {
            int at = random.nextInt(lots.size());
            PaidLot lot = lots.get(at);
            Money usd = lot.remaining().min(held);
            Money cny = lot.inCny(usd);
            if (cny.isPositive()) {
              lots.set(at, lot.without(usd, cny));
              held = held.minus(usd);
              if (random.nextInt(3) == 0) {
                lots.set(at, lots.get(at).with(usd, cny));
                held = held.plus(usd);
              }
            }
          }
        }
        default -> {
          lots = new ArrayList<>(PaidLot.scaled(lots, held));
          if (!lots.isEmpty() && random.nextInt(4) == 0) {
            int at = random.nextInt(lots.size());
            PaidLot lot = lots.get(at);
            Money usd = part(random, lot.usd().minus(lot.refundedUsd()));
            Money cny = lot.inCny(usd);
            Money taken = usd.min(held);
            lots.set(at, lot.chargedBack(usd, cny));
            held = held.minus(taken);
            if (random.nextBoolean()) {
              lots = new ArrayList<>(PaidLot.scaled(lots, held));
              lots.set(at, lots.get(at).givenAgain(taken, usd, cny));
              held = held.plus(taken);
            }
          }
        }
      }
      List<PaidLot> now = PaidLot.scaled(lots, held);
      assertThat(PaidLot.sum(now)).isEqualTo(held);
      for (PaidLot lot : now) {
        assertThat(lot.remaining().isNegative()).isFalse();
        assertThat(lot.consumed().isNegative()).isFalse();
        assertThat(lot.refundedCny().compareTo(lot.cny())).isLessThanOrEqualTo(0);
        assertThat(lot.consumed().plus(lot.refundedUsd()).plus(lot.remaining()))
            .isEqualTo(lot.usd());
      }
    }
  }

  @Test
  void splitsWhatIsLeftInProportionToThePaidOrders() {
    // Given
    List<PaidLot> lots = List.of(lot("100.00", "10"), lot("300.00", "30"));

    // When
    List<PaidLot> left = PaidLot.scaled(lots, Money.usd("20"));

    // Then
    assertThat(left)
        .extracting(PaidLot::remaining)
        .containsExactly(Money.usd("5"), Money.usd("15"));
    assertThat(left.getFirst().inCny(Money.usd("5"))).isEqualTo(Money.cny("50.00"));
  }

  @Test
  void anOrderOfWhichNothingWasSpentIsRefundedToTheCent() {
    PaidLot lot = lot("123.45", "17.3873239437");

    assertThat(lot.inCny(lot.remaining())).isEqualTo(Money.cny("123.45"));
  }

  private static PaidLot lot(Random random) {
    BigDecimal cny = BigDecimal.valueOf(100 + random.nextInt(50_000), 2);
    BigDecimal usd = cny.divide(new BigDecimal("7.1"), 10, RoundingMode.HALF_UP);
    return lot(cny.toPlainString(), usd.toPlainString());
  }

  private static PaidLot lot(String cny, String usd) {
    return new PaidLot(
        UUID.randomUUID(),
        UUID.randomUUID(),
        Money.cny(cny),
        Money.usd(usd),
        Money.usd(usd),
        Money.ZERO_USD,
        Money.zero(Currency.CNY));
  }

  private static Money part(Random random, Money of) {
    return Money.usd(
        of.amount()
            .multiply(BigDecimal.valueOf(random.nextDouble()))
            .setScale(10, RoundingMode.DOWN));
  }
}
