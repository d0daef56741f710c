package io.posthouse.billing.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.billing.ledger.Account;
import io.posthouse.billing.ledger.Posting;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives of a wallet whose charges are corrected (I2, I3, I13). The seed is in the name: each
 * runs again alone.
 */
class ChargeReversalModelTest {

  private static final UUID ACCOUNT = UUID.randomUUID();

  static List<Long> seeds() {
    return PaidLotModelTest.seeds();
  }

  /** A charge as it was posted, and what was given back of it. */
  private static final class Call {
    private ChargeReversal.Sources left;

    Call(List<Posting> charge) {
      left = ChargeReversal.Sources.NONE.with(charge);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsGivenBackIsNeverMoreThanWasTakenAndNeverMoreThanWasPaid(long seed) {
    Random random = new Random(seed);
    Wallet wallet = wallet("0", "0");
    List<PaidLot> lots = new ArrayList<>();
    List<Call> calls = new ArrayList<>();
    Money given = Money.ZERO_USD;
    Money revenue = Money.ZERO_USD;
    Money deficit = Money.ZERO_USD;
    for (int step = 0; step < 200; step++) {
      switch (random.nextInt(6)) {
        case 0 -> {
          Money paid = amount(random, 20);
          lots = new ArrayList<>(PaidLot.scaled(lots, wallet.paid()));
          lots.add(lot(paid));
          wallet = wallet.creditPaid(paid);
          given = given.plus(paid);
        }
        case 1 -> {
          Money bonus = amount(random, 5);
          wallet = wallet.creditBonus(bonus);
          given = given.plus(bonus);
        }
        case 2, 3 -> {
          Money charge = amount(random, 8);
          Settlement settled = Settlement.of(wallet, null, charge);
          wallet = settled.wallet();
          calls.add(new Call(settled.postings()));
          revenue = revenue.plus(charge);
          deficit = deficit.plus(settled.uncollected());
        }
        default -> {
          if (calls.isEmpty()) {
            continue;
          }
          Call call = calls.get(random.nextInt(calls.size()));
          Money part = amount(random, 8).min(call.left.total());
          if (!part.isPositive()) {
            continue;
          }
          ChargeReversal reversal =
              ChargeReversal.of(wallet, PaidLot.scaled(lots, wallet.paid()), call.left, part);
          ChargeReversal.Sources after = call.left.with(reversal.postings());
          assertThat(call.left.total().minus(after.total())).isEqualTo(part);
          assertThat(after.uncollected().isNegative() || after.paid().isNegative()).isFalse();
          deficit = deficit.minus(call.left.uncollected().minus(after.uncollected()));
          call.left = after;
          wallet = reversal.wallet();
          lots = new ArrayList<>(reversal.lots());
          revenue = revenue.minus(part);
        }
      }
      // Nothing is made and nothing is lost (I20)
      assertThat(wallet.balance().plus(revenue)).isEqualTo(given.plus(deficit));
      List<PaidLot> now = PaidLot.scaled(lots, wallet.paid());
      assertThat(PaidLot.sum(now)).isEqualTo(wallet.paid());
      assertThat(now).noneMatch(lot -> lot.consumed().isNegative() || lot.remaining().isNegative());
    }
  }

  /** As if the call had cost less: what was taken last comes back first. */
  @Test
  void deficitIsMadeGoodFirstThenPaidMoneyThenBonus() {
    // Given: a charge of 10 on 2 bonus and 3 paid
    Settlement charge = Settlement.of(wallet("3", "2"), null, Money.usd("10"));
    List<PaidLot> lots = PaidLot.scaled(List.of(lot(Money.usd("3"))), Money.ZERO_USD);
    ChargeReversal.Sources sources = ChargeReversal.Sources.NONE.with(charge.postings());

    // When
    ChargeReversal most = ChargeReversal.of(charge.wallet(), lots, sources, Money.usd("9"));

    // Then
    assertThat(most.postings())
        .containsExactly(
            new Posting(Account.REVENUE, Account.DEFICIT, Money.usd("5")),
            new Posting(Account.REVENUE, Account.WALLET_PAID, Money.usd("3")),
            new Posting(Account.REVENUE, Account.WALLET_BONUS, Money.usd("1")));
    assertThat(most.lots()).extracting(PaidLot::remaining).containsExactly(Money.usd("3"));
    assertThatThrownBy(
            () -> ChargeReversal.of(charge.wallet(), lots, sources, Money.usd("10.0000000001")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** What the payer got back already does not become money of theirs again. */
  @Test
  void paidMoneyThatNoLotHasRoomForComesBackAsBonus() {
    // Given: 3 paid and spent, and charged back
    Settlement charge = Settlement.of(wallet("3", "0"), null, Money.usd("3"));
    List<PaidLot> lots = List.of(lot(Money.usd("3")).chargedBack(Money.usd("3"), Money.cny("100")));

    // When
    ChargeReversal back =
        ChargeReversal.of(
            charge.wallet(),
            lots,
            ChargeReversal.Sources.NONE.with(charge.postings()),
            Money.usd("2"));

    // Then
    assertThat(back.wallet().paid()).isEqualTo(Money.ZERO_USD);
    assertThat(back.wallet().bonus()).isEqualTo(Money.usd("2"));
    assertThat(back.lots()).isEqualTo(lots);
  }

  @Test
  void moneyGoesBackToTheOrdersInProportionToWhatWasSpentOfThem() {
    // Given: 10 and 30 paid, 8 spent of the first, 24 of the second
    List<PaidLot> lots =
        PaidLot.scaled(List.of(lot(Money.usd("10")), lot(Money.usd("30"))), Money.usd("8"));

    // When
    List<PaidLot> restored = PaidLot.restored(lots, Money.usd("4"));

    // Then
    assertThat(restored)
        .extracting(PaidLot::remaining)
        .containsExactly(Money.usd("3"), Money.usd("9"));
  }

  private static Wallet wallet(String paid, String bonus) {
    return new Wallet(
        ACCOUNT, WalletStatus.ACTIVE, Money.usd(paid), Money.usd(bonus), Money.ZERO_USD, false, 0);
  }

  private static PaidLot lot(Money usd) {
    return new PaidLot(
        UUID.randomUUID(),
        ACCOUNT,
        Money.cny("100"),
        usd,
        usd,
        Money.ZERO_USD,
        Money.zero(Currency.CNY));
  }

  /** Above zero, with up to ten decimals. */
  private static Money amount(Random random, int most) {
    long units = 1 + random.nextLong(most * 10_000_000_000L);
    return Money.usd(BigDecimal.valueOf(units, 10));
  }
}
