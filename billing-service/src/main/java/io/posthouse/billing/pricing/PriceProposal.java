package io.posthouse.billing.pricing;

import java.time.Instant;
import java.util.UUID;

/**
 * A price of the feed that waits for an operator.
 *
 * @param why what is implausible about it
 * @param status {@code waiting|accepted|rejected|superseded}
 */
public record PriceProposal(
    UUID id,
    String model,
    Tariff tariff,
    String sourceUrl,
    String why,
    String status,
    Instant proposedAt) {}
