package io.posthouse.relay.admission;

import io.posthouse.relay.pricing.Price;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * An admitted call.
 *
 * @param epoch of this node, under which the lease was granted
 * @param reserved USD, the worst cost
 * @param startedAt the business instant at which the price was pinned
 */
public record Admission(
    String leaseId, long epoch, BigDecimal reserved, Price price, Instant startedAt) {}
