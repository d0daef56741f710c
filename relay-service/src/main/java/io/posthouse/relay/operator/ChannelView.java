package io.posthouse.relay.operator;

import java.time.Instant;
import java.util.List;

/**
 * A channel as operators see it.
 *
 * @param multiplier the one it was created with; the one in force is billing-service's
 */
public record ChannelView(
    String name,
    DisplayName displayName,
    String multiplier,
    int order,
    List<String> models,
    boolean enabled,
    long version,
    Instant createdAt) {}
