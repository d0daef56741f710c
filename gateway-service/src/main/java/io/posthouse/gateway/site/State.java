package io.posthouse.gateway.site;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How something is. */
enum State {
  OPERATIONAL,
  /** It answers, but not always, or something else is down. */
  DEGRADED,
  OUTAGE;

  private static final double BAD = 0.5;
  private static final double POOR = 0.9;

  /** How a model is of whose calls so many failed. */
  static State of(long calls, long failures) {
    double rate = calls == 0 ? 1 : 1 - (double) failures / calls;
    return rate < BAD ? OUTAGE : rate < POOR ? DEGRADED : OPERATIONAL;
  }

  /** The name in the API. */
  @JsonValue
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
