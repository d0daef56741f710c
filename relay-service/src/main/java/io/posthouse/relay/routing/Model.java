package io.posthouse.relay.routing;

import java.time.Instant;

/**
 * A model by our name.
 *
 * @param maxInputTokens bounds reservations; no call is refused for exceeding it
 * @param maxOutputTokens the same, and fills in a missing cap
 */
public record Model(
    String name,
    String displayName,
    long maxInputTokens,
    long maxOutputTokens,
    Instant createdAt) {}
