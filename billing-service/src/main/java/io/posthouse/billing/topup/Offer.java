package io.posthouse.billing.topup;

import io.posthouse.billing.money.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an order gets beside what is paid for, as it was quoted.
 *
 * @param bonus USD, zero or more
 * @param promotion why; null for none
 * @param plan which package was ordered; null for a free amount
 */
record Offer(Money bonus, @Nullable UUID promotion, @Nullable UUID plan) {

  static final Offer NONE = new Offer(Money.ZERO_USD, null, null);
}
