package io.posthouse.referral.rule;

import io.posthouse.referral.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** How much a first paid top-up earns its inviter (P50). Values are immutable and always valid. */
public sealed interface RewardRule {

  /**
   * The reward in USD, at 10 decimals, never negative; zero when the top-up was too small to earn
   * anything.
   *
   * @param credited what the first top-up put into the invited person's wallet, in USD, bonus not
   *     counted
   */
  BigDecimal rewardFor(BigDecimal credited);

  /**
   * The same amount for every first top-up.
   *
   * @param amount USD, above zero, at most 10 decimals
   */
  record Fixed(BigDecimal amount) implements RewardRule {

    public Fixed {
      amount = positive("amount", amount);
    }

    @Override
    public BigDecimal rewardFor(BigDecimal credited) {
      return amount;
    }
  }

  /**
   * A part of the first top-up.
   *
   * @param ratio above 0, at most 1, at most 10 decimals
   * @param cap the most that one reward can be, in USD; null for no cap
   */
  record Ratio(BigDecimal ratio, @Nullable BigDecimal cap) implements RewardRule {

    public Ratio {
      if (ratio.compareTo(BigDecimal.ONE) > 0) {
        throw new IllegalArgumentException("ratio: " + ratio.toPlainString() + " (expected: <= 1)");
      }
      ratio = positive("ratio", ratio);
      cap = cap == null ? null : positive("cap", cap);
    }

    @Override
    public BigDecimal rewardFor(BigDecimal credited) {
      BigDecimal reward = credited.multiply(ratio).setScale(Money.SCALE, RoundingMode.DOWN);
      BigDecimal most = cap();
      return most == null ? reward : reward.min(most);
    }
  }

  private static BigDecimal positive(String name, BigDecimal value) {
    if (value.signum() <= 0) {
      throw new IllegalArgumentException(name + ": " + value.toPlainString() + " (expected: > 0)");
    }
    if (value.stripTrailingZeros().scale() > Money.SCALE) {
      throw new IllegalArgumentException(
          name + ": " + value.toPlainString() + " (expected: at most 10 decimals)");
    }
    return value.setScale(Money.SCALE);
  }
}
