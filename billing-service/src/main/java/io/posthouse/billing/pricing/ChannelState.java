package io.posthouse.billing.pricing;

import java.math.BigDecimal;
import java.util.List;

/**
 * A channel as relay-service announced it.
 *
 * @param firstMultiplier what it was created with; counts only if the channel never had one
 * @param version grows with every change
 */
public record ChannelState(
    String name,
    String displayNameEn,
    String displayNameZh,
    int order,
    List<String> models,
    boolean enabled,
    BigDecimal firstMultiplier,
    long version) {}
