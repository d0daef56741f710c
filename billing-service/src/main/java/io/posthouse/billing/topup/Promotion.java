package io.posthouse.billing.topup;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.money.Rounding;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Spend X, get Y.
 *
 * @param minimum CNY
 * @param bonus USD; null when it is a percentage
 * @param percent of what is credited for the payment; null when it is an amount
 * @param endsAt exclusive; null for no end
 * @param perAccount how often one account gets it; null for always
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Promotion(
    UUID id,
    String nameEn,
    String nameZh,
    Money minimum,
    @Nullable Money bonus,
    @Nullable BigDecimal percent,
    Instant startsAt,
    @Nullable Instant endsAt,
    @Nullable Integer perAccount,
    boolean enabled) {

  /** What an order gets of it, whatever its time and limits. */
  Money of(Money credit) {
    Money fixed = bonus();
    BigDecimal share = percent();
    if (fixed != null) {
      return fixed;
    }
    return share == null
        ? Money.ZERO_USD
        : Rounding.toMoney(credit.amount().multiply(share).movePointLeft(2), Currency.USD);
  }
}
