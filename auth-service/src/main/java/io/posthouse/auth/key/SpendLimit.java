package io.posthouse.auth.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The most that one key may spend in a period. */
record SpendLimit(Money amount, Period period) {

  /** Calendar periods in UTC, or for ever. */
  enum Period {
    @JsonProperty("day")
    DAY,
    @JsonProperty("month")
    MONTH,
    @JsonProperty("total")
    TOTAL
  }

  /** Both parts are required. */
  SpendLimit(@Nullable Money amount, @Nullable Period period) {
    if (amount == null || period == null) {
      throw new IllegalArgumentException(
          "spendLimit: incomplete (expected: amount {amount, currency} and period day, month or total)");
    }
    this.amount = amount;
    this.period = period;
  }

  static SpendLimit of(BigDecimal usd, Period period) {
    return new SpendLimit(new Money(usd.stripTrailingZeros().toPlainString(), "USD"), period);
  }

  /**
   * US dollars as a decimal string: up to ten digits before the point and ten after it, above zero.
   */
  record Money(String amount, String currency) {

    private static final Pattern DECIMAL = Pattern.compile("\\d{1,10}(\\.\\d{1,10})?");

    Money(@Nullable String amount, @Nullable String currency) {
      if (amount == null
          || !DECIMAL.matcher(amount).matches()
          || new BigDecimal(amount).signum() <= 0) {
        throw new IllegalArgumentException(
            "spendLimit.amount.amount: not accepted (expected: a decimal string > 0, such as \"25.50\")");
      }
      if (!"USD".equals(currency)) {
        throw new IllegalArgumentException(
            "spendLimit.amount.currency: not accepted (expected: USD)");
      }
      this.amount = amount;
      this.currency = "USD";
    }

    BigDecimal usd() {
      return new BigDecimal(amount);
    }
  }
}
