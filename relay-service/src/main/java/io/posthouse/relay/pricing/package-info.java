/**
 * Prices as billing-service states them. {@link io.posthouse.relay.pricing.PriceBoard} is plain
 * Java; {@code PriceFeed} fills it from the compacted topic, read from its start without a group,
 * and from {@code GET /internal/prices} until the topic was read to its end. Future versions are
 * known before they count, so the right one is pinned with Kafka away.
 */
@NullMarked
package io.posthouse.relay.pricing;

import org.jspecify.annotations.NullMarked;
