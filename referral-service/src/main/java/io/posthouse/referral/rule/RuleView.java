package io.posthouse.referral.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.referral.money.Money;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A rule as HTTP and events say it: {@code {"kind":"fixed","amount":M}} or {@code
 * {"kind":"ratio","ratio":"0.10","cap":M?}}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuleView(
    String kind, @Nullable Money amount, @Nullable String ratio, @Nullable Money cap) {

  private static final Pattern RATIO = Pattern.compile("[0-9](\\.[0-9]{1,10})?");

  /** How a rule is said. */
  public static RuleView of(RewardRule rule) {
    return switch (rule) {
      case RewardRule.Fixed fixed -> new RuleView("fixed", Money.usd(fixed.amount()), null, null);
      case RewardRule.Ratio ratio -> {
        BigDecimal cap = ratio.cap();
        yield new RuleView(
            "ratio",
            null,
            ratio.ratio().stripTrailingZeros().toPlainString(),
            cap == null ? null : Money.usd(cap));
      }
    };
  }

  /**
   * The rule that is said.
   *
   * @throws IllegalArgumentException if it is none; the message names the field
   */
  @SuppressWarnings("ConstantValue") // JSON may leave the kind out
  public RewardRule toRule() {
    if ("fixed".equals(kind)) {
      Money fixed = amount();
      if (fixed == null || ratio() != null || cap() != null) {
        throw new IllegalArgumentException("rule: kind fixed takes an amount and nothing else");
      }
      return new RewardRule.Fixed(fixed.toUsd());
    }
    if ("ratio".equals(kind)) {
      String part = ratio();
      if (part == null || !RATIO.matcher(part).matches() || amount() != null) {
        throw new IllegalArgumentException(
            "rule: kind ratio takes a ratio (a decimal string above 0, at most 1) and perhaps a cap");
      }
      Money most = cap();
      return new RewardRule.Ratio(new BigDecimal(part), most == null ? null : most.toUsd());
    }
    throw new IllegalArgumentException("rule.kind: unknown (expected: fixed or ratio)");
  }
}
