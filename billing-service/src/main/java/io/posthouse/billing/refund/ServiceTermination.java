package io.posthouse.billing.refund;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The service's end.
 *
 * @param status {@code decided|announced|refunding|done|withdrawn}
 * @param endsAt at least 168 h after the announcement; null until it is announced
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ServiceTermination(
    UUID id,
    String status,
    String reason,
    String decidedBy,
    Instant decidedAt,
    @Nullable Instant announcedAt,
    @Nullable Instant endsAt) {

  boolean takesNoMoney() {
    return announcedAt != null && !status.equals("withdrawn");
  }

  boolean isOver(Instant now) {
    Instant end = endsAt;
    return end != null && !status.equals("withdrawn") && !now.isBefore(end);
  }
}
