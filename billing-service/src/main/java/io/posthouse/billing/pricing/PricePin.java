package io.posthouse.billing.pricing;

import java.time.Instant;
import java.util.UUID;

/**
 * Which prices a call was admitted at, as its usage event says.
 *
 * @param official the version of the model's official price
 * @param multiplier the version of the channel's multiplier
 * @param startedAt when the call began, on the business clock
 */
public record PricePin(
    String model, String channel, UUID official, UUID multiplier, Instant startedAt) {}
