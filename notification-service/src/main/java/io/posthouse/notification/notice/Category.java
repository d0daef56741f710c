package io.posthouse.notification.notice;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a notice is about. */
public enum Category {
  PRICE_CHANGE,
  ANNOUNCEMENT,
  REWARD,
  TOP_UP;

  /** As in the API: {@code price-change}. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
