package io.posthouse.billing.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.ledger.Account;
import io.posthouse.billing.ledger.LedgerTransaction;
import io.posthouse.billing.ledger.Posting;
import io.posthouse.billing.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives of a wallet against a reference model that knows nothing but sums (I1, I3, I4, I5).
 * The seed is in the name.
 */
class SettlementModelTest {

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>(List.of(1L, 2L, 3L));
    for (int i = 0; i < 40; i++) {
      seeds.add(new Random().nextLong());
    }
    return seeds;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keepsEveryBalanceTheSumOfItsPostings(long seed) {
    Random random = new Random(seed);
    Wallet wallet =
        new Wallet(
            UUID.randomUUID(),
            WalletStatus.ACTIVE,
            Money.ZERO_USD,
            Money.ZERO_USD,
            Money.ZERO_USD,
            false,
            0);
    Map<Account, Money> model = new EnumMap<>(Account.class);
    List<CreditLease> open = new ArrayList<>();
    Money charged = Money.ZERO_USD;
    for (int step = 0; step < 300; step++) {
      Wallet before = wallet;
      List<Posting> postings = List.of();
      Money collected = Money.ZERO_USD;
      switch (random.nextInt(6)) {
        case 0 -> {
          Money amount = amount(random, 5);
          wallet = wallet.creditPaid(amount);
          postings = List.of(new Posting(Account.FX, Account.WALLET_PAID, amount));
        }
        case 1 -> {
          Money amount = amount(random, 2);
          wallet = wallet.creditBonus(amount);
          postings = List.of(new Posting(Account.PROMOTION_EXPENSE, Account.WALLET_BONUS, amount));
        }
        case 2, 3 -> {
          Money amount = amount(random, 3).min(wallet.available());
          if (amount.isPositive()) {
            CreditLease lease = lease(wallet, amount);
            open.add(lease);
            wallet = wallet.lease(amount);
            postings = moves(lease);
          }
        }
        case 4 -> {
          if (!open.isEmpty()) {
            int which = random.nextInt(open.size());
            CreditLease lease = open.get(which);
            Money back =
                random.nextInt(3) == 0 ? lease.rest() : amount(random, 2).min(lease.rest());
            Money bonusBefore = lease.bonusRest();
            Settlement settlement =
                Settlement.ofReturn(wallet, random.nextBoolean() ? lease.over() : lease, back);
            wallet = settlement.wallet();
            postings = settlement.postings();
            open.set(which, settlement.lease());
            assertThat(settlement.lease().bonusRest().compareTo(bonusBefore))
                .isLessThanOrEqualTo(0);
            if (settlement.lease().state() == LeaseState.CLOSED) {
              open.remove(which);
            }
          }
        }
        default -> {
          int which = open.isEmpty() || random.nextInt(6) == 0 ? -1 : random.nextInt(open.size());
          CreditLease lease = which < 0 ? null : open.get(which);
          Money charge = random.nextInt(4) == 0 ? Money.ZERO_USD : amount(random, 4);
          Settlement settlement = Settlement.of(wallet, lease, charge);
          wallet = settlement.wallet();
          postings = settlement.postings();
          collected = charge.minus(settlement.uncollected());
          charged = charged.plus(charge);
          if (settlement.uncollected().isPositive()) {
            assertThat(wallet.available().isZero())
                .as("deficit only when nothing is left")
                .isTrue();
          }
          if (lease != null) {
            assertThat(settlement.lease().rest())
                .isEqualTo(lease.rest().minus(charge).max(Money.ZERO_USD));
            open.set(which, settlement.lease());
          }
        }
      }
      postings.forEach(posting -> apply(model, posting));
      assertThat(wallet.paid()).isEqualTo(model.getOrDefault(Account.WALLET_PAID, Money.ZERO_USD));
      assertThat(wallet.bonus())
          .isEqualTo(model.getOrDefault(Account.WALLET_BONUS, Money.ZERO_USD));
      assertThat(wallet.leased())
          .isEqualTo(model.getOrDefault(Account.WALLET_LEASED, Money.ZERO_USD));
      assertThat(wallet.leased())
          .isEqualTo(open.stream().map(CreditLease::rest).reduce(Money.ZERO_USD, Money::plus));
      assertThat(wallet.balance().minus(before.balance()))
          .isEqualTo(LedgerTransaction.walletDelta(postings));
      if (collected.isPositive()) {
        assertThat(before.balance().minus(wallet.balance())).isEqualTo(collected);
      }
    }
    assertThat(model.getOrDefault(Account.REVENUE, Money.ZERO_USD)).isEqualTo(charged);
    assertThat(model.values().stream().reduce(Money.ZERO_USD, Money::plus))
        .isEqualTo(Money.ZERO_USD);
  }

  private static void apply(Map<Account, Money> model, Posting posting) {
    model.merge(posting.from(), posting.amount().negated(), Money::plus);
    model.merge(posting.to(), posting.amount(), Money::plus);
  }

  private static List<Posting> moves(CreditLease lease) {
    List<Posting> postings = new ArrayList<>();
    Money paid = lease.granted().minus(lease.bonusRest());
    if (lease.bonusRest().isPositive()) {
      postings.add(new Posting(Account.WALLET_BONUS, Account.WALLET_LEASED, lease.bonusRest()));
    }
    if (paid.isPositive()) {
      postings.add(new Posting(Account.WALLET_PAID, Account.WALLET_LEASED, paid));
    }
    return postings;
  }

  private static CreditLease lease(Wallet wallet, Money amount) {
    return new CreditLease(
        UUID.randomUUID(),
        UUID.randomUUID(),
        wallet.accountId(),
        null,
        "relay-0",
        1,
        amount,
        Money.ZERO_USD,
        Money.ZERO_USD,
        wallet.fromBonus(amount),
        LeaseState.ACTIVE,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static Money amount(Random random, int most) {
    return Money.usd(java.math.BigDecimal.valueOf(1 + random.nextLong(most * 10_000_000_000L), 10));
  }
}
