package io.posthouse.billing.usage;

import io.posthouse.billing.money.Money;

/**
 * The calls of one day, model or key.
 *
 * @param group which one
 */
public record UsageSum(String group, long calls, Receipt.Usage usage, Money charge) {}
