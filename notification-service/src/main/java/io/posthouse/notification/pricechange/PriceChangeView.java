package io.posthouse.notification.pricechange;

import io.posthouse.notification.wording.LocalizedText;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A price change, as support staff see it.
 *
 * @param multiplier decimal string
 * @param oldMultiplier what is in force before it
 * @param announcedAt null while it waits for a second person
 * @param why what billing said when it refused the change
 */
public record PriceChangeView(
    UUID id,
    Status status,
    String channel,
    String multiplier,
    String oldMultiplier,
    Instant effectiveAt,
    @Nullable Instant announcedAt,
    LocalizedText reason,
    int revision,
    @Nullable Instant withdrawnAt,
    @Nullable String why) {

  static PriceChangeView of(PriceChange change) {
    return new PriceChangeView(
        change.id(),
        change.status(),
        change.channel(),
        change.multiplier().toPlainString(),
        change.oldMultiplier().toPlainString(),
        change.effectiveAt(),
        change.announcedAt(),
        change.reason(),
        change.revision(),
        change.withdrawnAt(),
        change.why());
  }
}
