package io.posthouse.relay.usage;

import io.posthouse.relay.metering.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A part of a call's tokens that another model used than the one that was asked for: an advisor, a
 * fallback.
 *
 * @param model our name of it; null when no model here is called so at the provider
 * @param upstreamModel the provider's name
 * @param price the official price's version that was in force when the call began; null when there
 *     is none
 * @param tokens contained in the call's
 */
public record OtherModel(
    @Nullable String model, String upstreamModel, @Nullable String price, Tokens tokens) {}
