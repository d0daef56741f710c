package io.posthouse.billing.pricing;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of an announced price change, or of a revision of it. Published in the transaction of
 * the cause.
 *
 * @param why what was wrong and what was expected; only when refused
 */
public record PriceChangeAnswered(
    UUID announcementId,
    int revision,
    String channel,
    PriceChange.Status status,
    Instant effectiveAt,
    @Nullable String why) {}
