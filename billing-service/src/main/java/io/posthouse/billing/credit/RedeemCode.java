package io.posthouse.billing.credit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.web.MoneyView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A code that gives credit.
 *
 * @param limit how often it can be redeemed, by as many accounts
 * @param validUntil exclusive; null for no end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RedeemCode(
    String code,
    MoneyView amount,
    int limit,
    int redeemed,
    Instant validFrom,
    @Nullable Instant validUntil,
    boolean enabled) {}
