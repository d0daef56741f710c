package io.posthouse.referral.rule;

import static java.util.Objects.requireNonNull;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A rule as a table keeps it.
 *
 * @param kind {@code fixed} or {@code ratio}
 */
@Embeddable
public record RuleColumns(
    @Column(name = "rule_kind") String kind,
    @Column(name = "rule_amount", precision = 22, scale = 10) @Nullable BigDecimal amount,
    @Column(name = "rule_ratio", precision = 11, scale = 10) @Nullable BigDecimal ratio,
    @Column(name = "rule_cap", precision = 22, scale = 10) @Nullable BigDecimal cap) {

  /** How a rule is kept. */
  public static RuleColumns of(RewardRule rule) {
    return switch (rule) {
      case RewardRule.Fixed fixed -> new RuleColumns("fixed", fixed.amount(), null, null);
      case RewardRule.Ratio ratio -> new RuleColumns("ratio", null, ratio.ratio(), ratio.cap());
    };
  }

  /** The rule that is kept. */
  public RewardRule toRule() {
    return switch (kind) {
      case "fixed" -> new RewardRule.Fixed(requireNonNull(amount(), "rule_amount"));
      case "ratio" -> new RewardRule.Ratio(requireNonNull(ratio(), "rule_ratio"), cap());
      default ->
          throw new IllegalStateException("rule_kind: " + kind + " (expected: fixed or ratio)");
    };
  }
}
