package io.posthouse.notification.pricechange;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a price change stands; see the package. */
public enum Status {
  PENDING,
  ANNOUNCED,
  SCHEDULED,
  IN_FORCE,
  REFUSED,
  WITHDRAWN;

  /** As in the API: {@code in-force}. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
