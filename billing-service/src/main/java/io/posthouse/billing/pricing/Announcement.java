package io.posthouse.billing.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * An announcement of a price change, as notification-service sent it out.
 *
 * @param revision 1 for the announcement, more for each amendment
 * @param announcedAt when it went out first
 * @param sentAt when this revision was sent: the producer's clock at the commit
 */
public record Announcement(
    UUID id,
    int revision,
    String channel,
    BigDecimal multiplier,
    Instant announcedAt,
    Instant effectiveAt,
    String reasonEn,
    String reasonZh,
    Instant sentAt) {}
