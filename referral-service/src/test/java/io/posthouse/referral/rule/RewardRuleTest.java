package io.posthouse.referral.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RewardRuleTest {

  private static final long SEED = Long.getLong("posthouse.seed", 20261122);

  @Test
  void aRatioPaysThatPartRoundedDownAtTenDecimalsAndNeverMoreThanItsCap() {
    // Given
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      BigDecimal credited = decimal(random, 100);
      BigDecimal part = decimal(random, 1).max(new BigDecimal("0.0000000001")).min(BigDecimal.ONE);
      BigDecimal cap =
          random.nextBoolean() ? null : decimal(random, 5).add(new BigDecimal("0.0000000001"));

      // When
      BigDecimal reward = new RewardRule.Ratio(part, cap).rewardFor(credited);

      // Then: an independent model, in whole ten-thousand-millionths
      BigInteger units = units(credited).multiply(units(part)).divide(BigInteger.TEN.pow(10));
      BigInteger expected = cap == null ? units : units.min(units(cap));
      assertThat(units(reward)).as("seed %d case %d", SEED, i).isEqualTo(expected);
      assertThat(reward.scale()).isEqualTo(10);
      assertThat(reward).isLessThanOrEqualTo(credited);
    }
  }

  @Test
  void aFixedRewardDoesNotDependOnTheTopUp() {
    // Given
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      BigDecimal amount = decimal(random, 50).add(new BigDecimal("0.0000000001"));

      // When
      BigDecimal reward = new RewardRule.Fixed(amount).rewardFor(decimal(random, 100));

      // Then
      assertThat(reward).isEqualByComparingTo(amount);
      assertThat(reward.scale()).isEqualTo(10);
    }
  }

  @Test
  void whatIsSaidAndWhatIsKeptIsTheSameRule() {
    // Given
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      BigDecimal some = decimal(random, 1).add(new BigDecimal("0.0000000001")).min(BigDecimal.ONE);
      RewardRule rule =
          switch (random.nextInt(3)) {
            case 0 -> new RewardRule.Fixed(some);
            case 1 -> new RewardRule.Ratio(some, null);
            default -> new RewardRule.Ratio(some, decimal(random, 5).add(some));
          };

      // When
      RewardRule said = RuleView.of(rule).toRule();
      RewardRule kept = RuleColumns.of(rule).toRule();

      // Then
      assertThat(said).isEqualTo(rule);
      assertThat(kept).isEqualTo(rule);
    }
  }

  @Test
  void refusesARatioAboveOne() {
    assertThatThrownBy(() -> new RewardRule.Ratio(new BigDecimal("1.01"), null))
        .hasMessage("ratio: 1.01 (expected: <= 1)");
  }

  @Test
  void refusesAnAmountOfNothing() {
    assertThatThrownBy(() -> new RewardRule.Fixed(BigDecimal.ZERO))
        .hasMessage("amount: 0 (expected: > 0)");
  }

  @Test
  void refusesMoreDecimalsThanTheLedgerKeeps() {
    assertThatThrownBy(() -> new RewardRule.Ratio(new BigDecimal("0.00000000001"), null))
        .hasMessageContaining("at most 10 decimals");
  }

  @Test
  void refusesARuleOfTwoKinds() {
    assertThatThrownBy(() -> new RuleView("fixed", null, "0.1", null).toRule())
        .hasMessageContaining("kind fixed");
  }

  private static BigDecimal decimal(Random random, int below) {
    long units = random.nextLong(below * 10_000_000_000L);
    return BigDecimal.valueOf(units, 10);
  }

  private static BigInteger units(BigDecimal value) {
    return value.movePointRight(10).toBigIntegerExact();
  }
}
