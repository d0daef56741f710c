package io.posthouse.billing.usage;

import io.posthouse.billing.money.Money;

/**
 * The calls of one day, model or key.
 *
 * @param group which one
 * @param charge what the calls were charged
 * @param corrected what of that was given back
 */
public record UsageSum(
    String group, long calls, Receipt.Usage usage, Money charge, Money corrected) {}
