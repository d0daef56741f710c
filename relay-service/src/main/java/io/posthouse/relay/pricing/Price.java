package io.posthouse.relay.pricing;

import java.math.BigDecimal;

/** A price as it is pinned to a call (P21, I10). */
public record Price(
    String officialVersion,
    PriceRecord.Rates rates,
    String multiplierVersion,
    BigDecimal multiplier) {}
