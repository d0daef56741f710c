package io.posthouse.billing.topup;

import io.posthouse.billing.money.Money;
import java.util.UUID;

/**
 * A fixed package (P32).
 *
 * @param price CNY; credited at the rate of the order, like any top-up
 * @param bonus USD, zero or more: what the package gives beside it
 */
record Plan(
    UUID id, String nameEn, String nameZh, Money price, Money bonus, int order, boolean enabled) {}
